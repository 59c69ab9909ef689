import type { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import type { Check } from '../planner/checks';
import type { Finding } from '../planner/finding';
import type { FactoryPlan } from '../planner/plan';
import { planTerraformBase } from '../planner/steps/terraform';
import { type Policy, standardPolicies } from '../policies';
import { type EnforceOptions, policyFindings } from '../policies/enforce';
import { type FactoryInput, FactoryNaming, terraformBase } from '../spec/factory';
import type { AiFactoryOptions } from '../spec/props.generated';
import { annotate, outsideErrors } from './annotations';
import { AppRegistry } from './app-registry';
import type { IFactoryExtension } from './extension';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import { addFile, addSpec, type FromFileOptions, type FromSpecOptions } from './from-spec';
import { Queue, type QueueProps } from './queue';
import { Site } from './site';
import { Tenant, type TenantProps } from './tenant';
import { TokenWorkload, type TokenWorkloadProps } from './token-workload';
import type { Traffic } from './traffic';

/** Keys of a factory file that constructs of their own state. */
type OwnConstructs = 'tenants' | 'queues' | 'boundaries' | 'workloads' | 'traffic' | 'migrations';

export interface AiFactoryProps extends Omit<AiFactoryOptions, OwnConstructs | 'name'> {
  /**
   * Name of the factory. The names of everything that is built start with it.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Rules that the plan is checked against.
   * @default - the library's rules, `standardChecks`
   */
  readonly checks?: readonly Check[];
  /**
   * Rules that the synthesized Terraform is checked against. Violations fail the synthesis, all at once.
   * @default - the library's policies, `standardPolicies`, and those of the clouds of its sites
   */
  readonly policies?: readonly Policy[];
  /**
   * Whether warnings of the plan stop the synthesis as errors do.
   * @default false
   */
  readonly strict?: boolean;
  /**
   * Day, such as `2027-03-31`, after which expired entries of `acknowledge` no longer count. The clock is never read.
   * @default - entries do not expire
   */
  readonly onDate?: string;
}

/** A factory that others refer to. */
export interface IAiFactory extends IConstruct {
  /** Name of the factory. */
  readonly name: string;
}

/**
 * An AI factory: its sites, the tenants that share them, and the token workloads that run there.
 *
 * The constructs in it describe; nothing is decided until `plan`, `build()`, a resolved handle or synthesis closes the
 * factory. It is then planned once, and the stacks of its sites, which exist from the start, are filled.
 */
export class AiFactory extends Construct implements IAiFactory {
  /**
   * Adds the factory of a file, YAML or JSON. Code can add to it before it is planned.
   *
   * @throws FactoryError with every finding, each with its line, if the file has errors
   */
  public static fromFile(scope: Construct, file: string, options: FromFileOptions): AiFactory {
    return addFile(scope, file, options, (id, props) => new AiFactory(scope, id, props));
  }

  /**
   * Adds the factory that a value describes, in the form of a factory file.
   *
   * @throws FactoryError with every finding, if the value has errors
   */
  public static fromSpec(scope: Construct, spec: FactoryInput, options: FromSpecOptions): AiFactory {
    return addSpec(scope, spec, options, (id, props) => new AiFactory(scope, id, props));
  }

  /** Returns the factory that a construct is in. @throws Error if it is in none */
  public static of(construct: IConstruct): AiFactory {
    return FactoryCore.of(construct).factory as AiFactory;
  }

  public readonly name: string;
  /** Team or address that is responsible for the factory. */
  public readonly owner: string;
  private readonly core: FactoryCore;
  private readonly props: AiFactoryProps;

  public constructor(scope: Construct, id: string, props: AiFactoryProps) {
    super(freeScope(scope, id), id);
    this.props = props;
    this.name = props.name ?? id;
    this.owner = props.owner;
    this.core = new FactoryCore(this, {
      name: this.name,
      settings: planTerraformBase(terraformOf(props), this.name),
      checks: props.checks,
      strict: props.strict,
      onFilled: (plan) => annotate(this, this.core, plan),
    });
    const { name: _, checks: _checks, policies: _policies, strict: _strict, onDate: _onDate, ...own } = props;
    this.core.describe({
      construct: this,
      path: [],
      schema: FactoryNaming,
      render: () => ({ ...own, name: this.name }),
    });
    AppRegistry.of(this).addFactory(this);
  }

  /** The sites, in the order in which they were added. */
  public get sites(): readonly Site[] {
    return this.core.fillables.filter((each) => each instanceof Site);
  }

  /** Returns the site of a name, such as one of a file. @throws Error that lists the sites */
  public site(name: string): Site {
    const found = this.sites.find((each) => each.name === name);
    if (found === undefined) {
      throw new Error(`no site "${name}"; the factory has ${this.sites.map((each) => each.name).join(', ') || 'none'}`);
    }
    return found;
  }

  /** The split of requests over sites; undefined if the factory has none. */
  public get traffic(): Traffic | undefined {
    return this.core.description.find(['traffic']) as Traffic | undefined;
  }

  /** All stacks, in deployment order. */
  public get stacks(): readonly TerraformStack[] {
    return this.core.stacks;
  }

  /**
   * The plan of the factory, as plain JSON. Reading it closes the factory.
   *
   * @throws FactoryError with every finding, if the factory has errors
   */
  public get plan(): FactoryPlan {
    this.core.close('`factory.plan`');
    return this.core.decide();
  }

  /** Returns the factory as the data of a factory file. Tokens are written as references. */
  public toSpec(): FactoryInput {
    return this.core.toSpec();
  }

  /**
   * Closes the factory, plans it and fills its stacks, once. Synthesis does so by itself; call it to find and override
   * constructs that do not exist before.
   *
   * @throws FactoryError with every finding, if the factory has errors
   */
  public build(): void {
    this.core.build();
  }

  /** Adds a tenant. */
  public addTenant(id: string, props: TenantProps = {}): Tenant {
    return new Tenant(this, id, props);
  }

  /** Adds a queue over the accelerators of pools. */
  public addQueue(id: string, props: QueueProps): Queue {
    return new Queue(this, id, props);
  }

  /** Adds a token workload. */
  public addWorkload(id: string, props: TokenWorkloadProps): TokenWorkload {
    return new TokenWorkload(this, id, props);
  }

  /** Lets an extension add to the factory: to its description, or to its stacks. */
  public addExtension(extension: IFactoryExtension): this {
    extension.bind(this);
    return this;
  }

  /**
   * Returns all policy findings; acknowledged ones are notes. Call it after synthesis: aspects have not run before.
   *
   * @throws FactoryError with every finding, if the factory has errors
   */
  public policyFindings(): readonly Finding[] {
    return policyFindings(this.enforced());
  }

  private enforced(): EnforceOptions {
    const plan = this.core.decide();
    return {
      plan,
      stacks: () => this.stacks,
      policies: this.props.policies ?? [
        ...standardPolicies,
        ...this.core.clouds.flatMap((cloud) => cloud.policies ?? []),
      ],
      acknowledgements: this.core.spec?.acknowledge ?? [],
      onDate: this.props.onDate,
    };
  }

  /**
   * Returns the errors that are known once the stacks are synthesized: failed validations of constructs above the stacks,
   * which cdktf does not ask, and violated policies.
   *
   * @internal
   */
  public synthesisErrors(): readonly Finding[] {
    const violations = this.policyFindings().filter((finding) => finding.severity === 'error');
    const errors = [...outsideErrors(this), ...violations];
    this.core.reporter.addErrors(errors);
    return errors;
  }
}

/** Backend and version of Terraform. A value that the schema refuses is reported with the rest of the factory's own part. */
function terraformOf({ terraform }: AiFactoryProps) {
  const schema = z.looseObject(terraformBase);
  const read = schema.safeParse(terraform ?? {});
  return read.success ? read.data : schema.parse({});
}
