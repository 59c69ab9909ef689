import type { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { InternalError } from '../errors';
import { configureKubernetes } from '../kubernetes/configure';
import { addHelmProvider } from '../kubernetes/helm';
import { Platform } from '../kubernetes/platform';
import { Runtime } from '../kubernetes/runtime';
import { PlannedServing as Serving } from '../kubernetes/serving';
import { type SiteStackKind, siteStackName } from '../planner/model/names';
import type { FactoryPlan, SitePlan } from '../planner/model/plan';
import type { KubernetesAccess } from '../port/kubernetes-access';
import type { SiteOptions } from '../spec/props.generated';
import { Alert, type AlertProps } from './alert';
import { CarbonBudget, type CarbonBudgetProps } from './carbon-budget';
import type { ICloud } from './cloud';
import { CoolingBudget, type CoolingBudgetProps } from './cooling-budget';
import { Dashboard, type DashboardProps } from './dashboard';
import { FactoryCore, type Fillable } from './factory-core';
import { FactoryStack } from './factory-stack';
import { freeScope } from './free-id';
import { GpuNodePool, type GpuNodePoolProps } from './gpu-node-pool';
import { Handle } from './handle';
import { MoneyBudget, type MoneyBudgetProps } from './money-budget';
import { PowerBudget, type PowerBudgetProps } from './power-budget';
import { addSiteOutputs } from './site-outputs';
import { markSite } from './site-scope';

/** A site that workloads, pools and migrations refer to. */
export interface ISite extends IConstruct {
  /** Name of the site. */
  readonly name: string;
}

/** Keys of a site that constructs of their own state. */
type OwnConstructs = 'pools' | 'power' | 'cooling' | 'money' | 'carbon' | 'alerts' | 'dashboards';

/** What sites of all clouds have in common. A cloud extends it with the keys of its own schema. */
export interface SiteProps extends Omit<SiteOptions, OwnConstructs> {
  /**
   * Name of the site, unique in the factory.
   * @default - the id of the construct
   */
  readonly name?: string;
}

/** What a site class says of its cloud. */
export interface SiteCloud {
  /** The cloud that the site is of. */
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
  /** Refers to a site of the factory by its name. Planning reports a name that the factory does not define. */
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
  /**
   * What all constructs of the factory share: description, plan and references.
   *
   * @internal
   */
  protected readonly core: FactoryCore;
  /** Props of the site, as they were passed. */
  protected readonly props: SiteProps;
  private readonly afterwards: (() => void)[] = [];
  private filled?: SitePlan;

  protected constructor(scope: Construct, id: string, props: SiteProps, { cloud, hasSubstrate }: SiteCloud) {
    super(freeScope(scope, id), id);
    const { name = id, ...own } = props;
    this.name = name;
    this.props = props;
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

  /** Adds an alert, beside those that every site and workload has. */
  public addAlert(id: string, props: AlertProps): Alert {
    return new Alert(this, id, props);
  }

  /** Adds a dashboard, beside those that every site and workload has. */
  public addDashboard(id: string, props: DashboardProps): Dashboard {
    return new Dashboard(this, id, props);
  }

  /**
   * Calls back once the stacks of the site are filled, for overrides of what was made. A subclass can call it in its
   * constructor.
   *
   * @throws Error if the factory is planned already
   */
  public whenFilled(callback: () => void): this {
    this.core.description.assertOpen(`${this.node.path}.whenFilled`);
    this.afterwards.push(callback);
    return this;
  }

  /** @internal */
  public fill(factory: FactoryPlan): void {
    const site = this.planIn(factory);
    this.filled = site;
    if (this.substrate !== undefined) this.fillSubstrate(this.substrate, site, factory);
    const access = this.connect(this.platform, site, factory);
    if (site.platform.releases.length > 0) addHelmProvider(this.platform, access);
    new Platform(this.platform, 'platform', site.platform);
    this.connect(this.workloads, site, factory);
    const { ready: after } = new Runtime(this.workloads, 'runtime', site.runtime, site);
    this.fillDynamicPools(this.workloads, site, factory);
    for (const plan of site.serving) new Serving(this.workloads, `serving-${plan.name}`, { plan, site, after });
    addSiteOutputs(this.workloads, site, factory, this.credentials(site));
    for (const callback of this.afterwards) callback();
  }

  /** Returns how a stack reaches the cluster of the site. With an alias, the stack reaches several clusters. */
  public abstract kubernetesAccess(
    stack: TerraformStack,
    site: SitePlan,
    factory: FactoryPlan,
    alias?: string,
  ): KubernetesAccess;

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

  /**
   * Adds what a stack of the site has from the start: Terraform providers of the cloud, and aspects. It is called by the
   * constructor of `Site`, so before the fields of a subclass are set.
   */
  protected prepare(_stack: TerraformStack, _kind: SiteStackKind): void {}

  /**
   * Returns a handle of something that `fillSubstrate` makes. Its attributes are tokens that can be used before the factory
   * is planned; `fulfil` sets what was made.
   *
   * @param what - what errors call it, such as `the cluster`
   */
  protected handle<T>(what: string): Handle<T> {
    return new Handle<T>(this.core, `${what} of site ${this.name}`);
  }

  /** The planned site with its references as tokens; builds the factory. */
  protected built(): SitePlan {
    this.core.build();
    if (this.filled === undefined) throw new InternalError(`site ${this.name} was not filled`);
    return this.filled;
  }

  private connect(stack: TerraformStack, site: SitePlan, factory: FactoryPlan): KubernetesAccess {
    const access = this.kubernetesAccess(stack, site, factory);
    configureKubernetes(stack, access);
    return access;
  }

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
