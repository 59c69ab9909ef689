import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { defaultCatalog } from '../catalog/catalog';
import type { Catalog } from '../catalog/rows';
import { FactoryError } from '../errors';
import { type Check, standardChecks } from '../planner/checks';
import type { Finding } from '../planner/finding';
import type { FactoryPlan } from '../planner/plan';
import { planFactory } from '../planner/plan-factory';
import { type Policy, standardPolicies } from '../policies';
import { type EnforceOptions, enforcePolicies, policyFindings } from '../policies/enforce';
import type { AnyProvider } from '../port/port';
import type { FactorySpec } from '../spec/factory';
import type { IFactoryExtension } from './extension';
import { accessOf, FactorySite, providerOf, realizerOf } from './factory-site';
import { applyTerraformSettings } from './terraform-settings';

export interface AiFactoryProps {
  /** The parsed factory: `parseFactory(defineFactory({ … }))`, or a file through `loadFactory`. */
  readonly spec: FactorySpec;
  /** Adapters, such as `[aws(), kubernetes()]`. */
  readonly providers: readonly AnyProvider[];
  /** @default - the library's rows */
  readonly catalog?: Catalog;
  /** @default - the library's rules, `standardChecks` */
  readonly checks?: readonly Check[];
  /**
   * What the synthesized Terraform is held to; violations fail the synthesis, all at once.
   * @default - the library's policies, `standardPolicies`, and those of the providers
   */
  readonly policies?: readonly Policy[];
  /**
   * Day, such as `2027-03-31`, after which entries of `acknowledge` that have expired no longer count. The clock is
   * never read.
   * @default - entries do not expire
   */
  readonly onDate?: string;
}

/**
 * A whole AI factory: plans it, then makes the stacks of every site and the traffic stack.
 *
 * The construct holds no Terraform element itself: what stands above a stack is not synthesized.
 *
 * @throws FactoryError with every finding, before any stack exists, where the factory is not sound
 */
export class AiFactory extends Construct {
  /** What was decided, as JSON. */
  public readonly plan: FactoryPlan;
  public readonly sites: readonly FactorySite[];
  /** The split of requests over sites; undefined where the factory states no traffic. */
  public readonly traffic?: TerraformStack;
  /** What the synthesized Terraform is held to. */
  public readonly policies: readonly Policy[];
  private readonly enforced: EnforceOptions;

  constructor(scope: Construct, id: string, props: AiFactoryProps) {
    super(scope, id);
    const { providers } = props;
    const plan = planFactory(props.spec, props.catalog ?? defaultCatalog, props.checks ?? standardChecks);
    if (plan.findings.some((finding) => finding.severity === 'error')) throw new FactoryError(plan.findings);
    this.plan = plan;
    this.sites = plan.sites.map((site) => new FactorySite(this, site.name, { factory: plan, site, providers }));
    this.traffic = this.addTraffic(providers);
    this.policies = props.policies ?? [...standardPolicies, ...providers.flatMap((each) => each.policies ?? [])];
    this.enforced = {
      plan,
      stacks: () => this.stacks,
      policies: this.policies,
      acknowledgements: props.spec.acknowledge,
      onDate: props.onDate,
    };
    enforcePolicies(this, this.enforced);
  }

  /**
   * What the policies find in the stacks, acknowledged departures among them as notes. Ask after synthesis: before it,
   * aspects have not done their part.
   */
  public policyFindings(): readonly Finding[] {
    return policyFindings(this.enforced);
  }

  /** The site of that name. */
  public site(name: string): FactorySite {
    const site = this.sites.find((each) => each.node.id === name);
    if (site === undefined) {
      throw new Error(`no site "${name}"; the factory has ${this.sites.map((each) => each.node.id).join(', ')}`);
    }
    return site;
  }

  /** Every stack, in an order in which they can be applied. */
  public get stacks(): readonly TerraformStack[] {
    return [...this.sites.flatMap((site) => site.stacks), ...(this.traffic === undefined ? [] : [this.traffic])];
  }

  /** Lets an extension add to the factory's stacks, such as organisation defaults. */
  public addExtension(extension: IFactoryExtension): this {
    extension.bind(this);
    return this;
  }

  private addTraffic(providers: readonly AnyProvider[]): TerraformStack | undefined {
    const { traffic } = this.plan;
    const site = this.plan.sites.find((each) => each.name === traffic?.site) ?? this.plan.sites[0];
    if (traffic === null || traffic.routes.length === 0 || site === undefined) return undefined;
    const stack = new TerraformStack(this, `${this.plan.name}-traffic`);
    applyTerraformSettings(stack, this.plan);
    for (const each of this.sites) stack.addDependency(each.workloads);
    const context = { factory: this.plan, site, handles: {} };
    const door = providerOf(providers, traffic.provider, 'frontDoor');
    const access = accessOf(providers, this.plan);
    door.configure(stack, 'traffic', site, this.plan, access);
    if (traffic.moves.length === 0) {
      realizerOf(providers, traffic.provider, 'frontDoor')(stack, 'front-door', traffic, context);
      return stack;
    }
    const guard = providerOf(providers, traffic.provider, 'moveGuard');
    if (guard !== door) guard.configure(stack, 'traffic', site, this.plan, access);
    const moveGuard = realizerOf(providers, traffic.provider, 'moveGuard')(stack, 'move-guard', traffic, context);
    const handles = { moveGuard };
    moveGuard.record(
      realizerOf(providers, traffic.provider, 'frontDoor')(stack, 'front-door', traffic, { ...context, handles }),
    );
    return stack;
  }
}
