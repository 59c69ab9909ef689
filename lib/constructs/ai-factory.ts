import { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { z } from 'zod';
import type { Check } from '../planner/model/check';
import type { Finding } from '../planner/model/finding';
import type { FactoryPlan } from '../planner/model/plan';
import { planTerraformBase } from '../planner/resolve/terraform';
import { type Policy, type StackView, standardPolicies } from '../policies';
import { type EnforceOptions, findingsOf, policyFindings } from '../policies/enforce';
import type { TerraformJson } from '../policies/terraform-json';
import { type FactoryInput, FactoryNaming, terraformBase } from '../spec/factory';
import type { AiFactoryOptions } from '../spec/props.generated';
import { annotate, annotateLate, isAt, outsideErrors } from './annotations';
import { AppRegistry } from './app-registry';
import type { IFactoryExtension } from './extension';
import { FactoryCore } from './factory-core';
import { FactoryStack } from './factory-stack';
import { freeScope } from './free-id';
import { addFile, addSpec, type FromFileOptions, type FromSpecOptions } from './from-spec';
import { Migration, type MigrationProps } from './migration';
import { Queue, type QueueProps } from './queue';
import { SecurityBoundary, type SecurityBoundaryProps } from './security-boundary';
import { Site } from './site';
import { Tenant, type TenantProps } from './tenant';
import { TokenWorkload, type TokenWorkloadProps } from './token-workload';
import { Traffic, type TrafficProps } from './traffic';

/** Keys of a factory file that constructs of their own state. */
type OwnConstructs = 'tenants' | 'queues' | 'boundaries' | 'workloads' | 'traffic' | 'migrations';

/**
 * Owner, placement, backend and rules of a factory. Tenants, queues, workloads and the like are constructs of their
 * own.
 */
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
   * Rules that the synthesized Terraform is checked against. Violations fail `app.synth()`, all at once, and
   * `Testing.synth(stack, true)` of cdktf for a stack of a site; `Testing.synth(stack)` runs no validations.
   * @default - the library's policies, `standardPolicies`, and those of the clouds of its sites
   */
  readonly policies?: readonly Policy[];
  /**
   * Stacks that the policies check: those inside the factory, or all stacks of the app but those of its other factories.
   * @default 'factory'
   */
  readonly policyScope?: 'factory' | 'app';
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
      isNamed: this.isNamed,
      onFilled: (plan) => annotate(this, this.core, plan),
      violationsIn: (stack) => this.policyFindings().filter((each) => each.severity === 'error' && isAt(each, stack)),
    });
    const { name: _, checks: _checks, policies: _policies, policyScope: _scope, strict: _strict, ...rest } = props;
    const { onDate: _onDate, ...own } = rest;
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
  public site(name: string): Site;
  /**
   * Returns the site of a name as its class, such as `AwsSite`.
   *
   * @throws Error that lists the sites, or that names the class of the site
   */
  public site<S extends Site>(name: string, siteClass: abstract new (...args: never[]) => S): S;
  public site(name: string, siteClass?: abstract new (...args: never[]) => Site): Site {
    const found = this.sites.find((each) => each.name === name);
    if (found === undefined) {
      throw new Error(`no site "${name}"; the factory has ${this.sites.map((each) => each.name).join(', ') || 'none'}`);
    }
    const { name: own } = found.constructor;
    if (siteClass === undefined || found instanceof siteClass) return found;
    throw new Error(`site "${name}" is of class ${own}, and not of ${siteClass.name}`);
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

  /** Adds a security boundary, which tenants refer to. */
  public addBoundary(id: string, props: SecurityBoundaryProps = {}): SecurityBoundary {
    return new SecurityBoundary(this, id, props);
  }

  /** Adds the front door that splits requests over sites. */
  public addTraffic(id: string, props: TrafficProps): Traffic {
    return new Traffic(this, id, props);
  }

  /** Adds the migration of workloads to another site or pool. */
  public addMigration(id: string, props: MigrationProps): Migration {
    return new Migration(this, id, props);
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
    return this.located(policyFindings(this.enforced()));
  }

  /**
   * Policies of the library and of the clouds of the sites, and those of the prop `policies`.
   *
   * @internal
   */
  public get knownPolicies(): readonly Policy[] {
    const { policies = [] } = this.props;
    return [...new Set([...this.defaultPolicies, ...policies])];
  }

  /**
   * Returns what some policies find in stacks that were rendered before.
   *
   * @internal
   */
  public findingsOf(policies: readonly Policy[], view: readonly StackView[]): readonly Finding[] {
    return this.located(findingsOf(this.enforced(), policies, view));
  }

  /**
   * Stacks that the policies check.
   *
   * @internal
   */
  public get judgedStacks(): readonly TerraformStack[] {
    const scope = this.props.policyScope === 'app' ? this.node.root : this;
    const own = this.stacks;
    const others = scope.node.findAll().filter(TerraformStack.isStack);
    return [
      ...own,
      ...others.filter((stack) => !own.includes(stack) && (FactoryCore.find(stack) ?? this.core) === this.core),
    ];
  }

  /** @internal */
  public get isNamed(): boolean {
    return this.props.name !== undefined;
  }

  /** @internal */
  public frameOf(construct: IConstruct): string | undefined {
    return this.core.description.frameOf(construct);
  }

  private get defaultPolicies(): readonly Policy[] {
    return [...standardPolicies, ...this.core.clouds.flatMap((cloud) => cloud.policies ?? [])];
  }

  private enforced(): EnforceOptions {
    return {
      plan: this.core.decide(),
      factory: this,
      stacks: () => this.judgedStacks,
      policies: this.props.policies ?? this.defaultPolicies,
      known: this.knownPolicies,
      acknowledgements: this.core.spec?.acknowledge ?? [],
      onDate: this.props.onDate,
    };
  }

  /** Adds the place of an entry of `acknowledge`, or the line of the user's code that made what a policy refuses. */
  private located(findings: readonly Finding[]): readonly Finding[] {
    const stacks = new Map(this.stacks.map((each) => [each.node.id, each]));
    return findings.map((finding) => {
      if (finding.path.startsWith('acknowledge.')) return this.core.locate(finding);
      const stack = stacks.get(finding.path.split('/', 1)[0] ?? '');
      const own = stack instanceof FactoryStack ? stack.frameOf(finding.path) : undefined;
      // What the library makes is at the line of the site that it is made for.
      const at = own ?? (stack === undefined ? undefined : this.core.description.frameOf(stack));
      return at === undefined || finding.at !== undefined ? finding : { ...finding, at };
    });
  }

  /**
   * Returns the errors that are known once the stacks are synthesized: failed validations of constructs above the stacks,
   * which cdktf does not ask, and violated policies.
   *
   * @internal
   */
  public synthesisErrors(): readonly Finding[] {
    const found = this.located(policyFindings({ ...this.enforced(), render: writtenOf }));
    const violations = found.filter((finding) => finding.severity === 'error');
    const errors = [...outsideErrors(this), ...violations];
    this.core.reporter.addErrors(errors);
    annotateLate(
      this.judgedStacks,
      // Other warnings are about images that the library chooses.
      found.filter((finding) => finding.code === 'acknowledgement-unused'),
    );
    return errors;
  }
}

/** What the synthesis that ends now wrote for a stack. */
const writtenOf = (stack: TerraformStack): TerraformJson =>
  (stack instanceof FactoryStack ? stack.takeWritten() : undefined) ?? stack.toTerraform();

/** Backend and version of Terraform. A value that the schema refuses is reported with the rest of the factory's own part. */
function terraformOf({ terraform }: AiFactoryProps) {
  const schema = z.looseObject(terraformBase);
  const read = schema.safeParse(terraform ?? {});
  return read.success ? read.data : schema.parse({});
}
