import type { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { realizePlatform } from '../kubernetes/platform';
import { realizeRuntime } from '../kubernetes/runtime';
import { realizeServing } from '../kubernetes/serving';
import { type SiteStackKind, siteStackName } from '../planner/names';
import type { FactoryPlan, SitePlan } from '../planner/plan';
import type { StackKind } from '../port/port';
import type { SiteOptions } from '../spec/props.generated';
import { CarbonBudget, type CarbonBudgetProps } from './carbon-budget';
import type { ICloud } from './cloud';
import { CoolingBudget, type CoolingBudgetProps } from './cooling-budget';
import { FactoryCore, type Fillable } from './factory-core';
import { FactoryStack } from './factory-stack';
import { GpuNodePool, type GpuNodePoolProps } from './gpu-node-pool';
import { MoneyBudget, type MoneyBudgetProps } from './money-budget';
import { PowerBudget, type PowerBudgetProps } from './power-budget';
import { addSiteOutputs } from './site-outputs';
import { markSite } from './site-scope';

/** A site that workloads, pools and migrations refer to. */
export interface ISite extends IConstruct {
  /** Name of the site. */
  readonly name: string;
}

/** What sites of all clouds have in common. */
/** Keys of a site that constructs of their own state. */
type OwnConstructs = 'pools' | 'power' | 'cooling' | 'money' | 'carbon';

export interface SiteProps extends Omit<SiteOptions, OwnConstructs> {
  /**
   * Name of the site, unique in the factory.
   * @default - the id of the construct
   */
  readonly name?: string;
}

/** What a site class says of its cloud. */
export interface SiteCloud {
  readonly cloud: ICloud;
  /** Whether the site has a substrate stack: everything below Kubernetes. */
  readonly hasSubstrate: boolean;
}

/**
 * A site of a factory: a region of a cloud, or a cluster that exists. Extend it to add a cloud.
 *
 * Terraform can neither plan a custom resource before its definition exists nor configure the Kubernetes provider from a
 * cluster of the same apply, so a site is several stacks: `<factory>-<site>-substrate`, `-platform` and `-workloads`. They
 * exist from the constructor, so that a user's own resources can be added to them, and are filled after planning.
 *
 * @throws FactoryError if the name is taken or a value is invalid
 */
export abstract class Site extends Construct implements ISite, Fillable {
  /** Refers to a site by its name. */
  public static fromSiteName(scope: Construct, id: string, name: string): ISite {
    return new NamedSite(scope, id, name);
  }

  public readonly name: string;
  /** Cloud that the site is of. */
  public readonly cloud: ICloud;
  /** Network, keys, cluster, pools, sinks; undefined if the site uses a cluster that exists. */
  public readonly substrate?: TerraformStack;
  /** Operators and controllers. */
  public readonly platform: TerraformStack;
  /** Queues, tenants, boundaries, serving, rules, dashboards. */
  public readonly workloads: TerraformStack;
  protected readonly core: FactoryCore;

  protected constructor(scope: Construct, id: string, props: SiteProps, { cloud, hasSubstrate }: SiteCloud) {
    super(scope, id);
    const { name = id, ...own } = props;
    this.name = name;
    this.cloud = cloud;
    this.core = FactoryCore.of(this);
    markSite(this);
    this.core.addCloud(cloud);
    this.core.describe({
      construct: this,
      path: ['sites', name],
      schema: cloud.rules.siteSchema,
      render: () => ({ provider: cloud.rules.name, pools: {}, ...this.render(own) }),
    });
    if (hasSubstrate) this.substrate = this.addStack('substrate');
    this.platform = this.addStack('platform', this.substrate);
    this.workloads = this.addStack('workloads', this.platform);
    this.core.addFillable(this);
  }

  /** The stacks of the site, in deployment order. */
  public get stacks(): readonly TerraformStack[] {
    return [...(this.substrate === undefined ? [] : [this.substrate]), this.platform, this.workloads];
  }

  /** The planned site. Reading it closes the factory. */
  public get planned(): SitePlan {
    this.core.close(`\`${this.node.path}.planned\``);
    return this.planIn(this.core.decide());
  }

  /** Adds a pool of nodes. */
  public addPool(id: string, props: GpuNodePoolProps): GpuNodePool {
    return new GpuNodePool(this, id, props);
  }

  /** Sets the electrical limits of the site. */
  public addPowerBudget(props: PowerBudgetProps): PowerBudget {
    return new PowerBudget(this, 'power-budget', props);
  }

  /** Sets the heat that the site can remove. */
  public addCoolingBudget(props: CoolingBudgetProps): CoolingBudget {
    return new CoolingBudget(this, 'cooling-budget', props);
  }

  /** Sets the money that the site may cost a month. */
  public addMoneyBudget(props: MoneyBudgetProps): MoneyBudget {
    return new MoneyBudget(this, 'money-budget', props);
  }

  /** Sets the carbon that the site may emit a day. */
  public addCarbonBudget(props: CarbonBudgetProps): CarbonBudget {
    return new CarbonBudget(this, 'carbon-budget', props);
  }

  /** @internal */
  public fill(factory: FactoryPlan): void {
    const site = this.planIn(factory);
    const context = { factory, site, handles: {} };
    if (this.substrate !== undefined) this.fillSubstrate(this.substrate, site, factory);
    this.configure(this.platform, 'platform', site, factory);
    realizePlatform(this.platform, 'platform', site.platform, context);
    this.configure(this.workloads, 'workloads', site, factory);
    const runtime = realizeRuntime(this.workloads, 'runtime', site.runtime, context);
    this.fillDynamicPools(this.workloads, site, factory);
    for (const serving of site.serving) {
      const after = { ...context, handles: { runtime } };
      realizeServing(this.workloads, `serving-${serving.name}-${serving.pool}`, serving, after);
    }
    addSiteOutputs(this.workloads, site, factory, this.credentials(site));
  }

  /** Returns the site's keys as a factory file has them; a site class turns references by object into names here. */
  protected render(props: object): object {
    return props;
  }

  /** Makes everything below Kubernetes; called once, after planning. */
  protected fillSubstrate(_stack: TerraformStack, _site: SitePlan, _factory: FactoryPlan): void {}

  /** Makes pools whose nodes a controller in the cluster launches; called once, after the runtime. */
  protected fillDynamicPools(_stack: TerraformStack, _site: SitePlan, _factory: FactoryPlan): void {}

  /** Returns the command that gives a person access to the cluster, for the outputs of the site. */
  protected abstract credentials(site: SitePlan): string;

  /** Adds the Terraform providers that a stack of the site needs. */
  public abstract configure(stack: TerraformStack, kind: StackKind, site: SitePlan, factory: FactoryPlan): void;

  /** Adds what every stack of the site has from the start, such as aspects. */
  protected prepare(_stack: TerraformStack, _kind: StackKind): void {}

  private planIn(factory: FactoryPlan): SitePlan {
    const plan = factory.sites.find((each) => each.name === this.name);
    if (plan === undefined) throw new Error(`the plan has no site ${this.name}`);
    return plan;
  }

  private addStack(kind: SiteStackKind, after?: TerraformStack): TerraformStack {
    const stack = new FactoryStack(this, siteStackName(this.core.name, this.name, kind), { core: this.core });
    if (after !== undefined) stack.addDependency(after);
    this.prepare(stack, kind);
    return stack;
  }
}

class NamedSite extends Construct implements ISite {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
  }
}
