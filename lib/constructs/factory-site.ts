import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { FactoryPlan, SitePlan } from '../planner/plan';
import type {
  AccessOf,
  AnyProvider,
  Handles,
  Intents,
  Kind,
  Realize,
  SiteContext,
  SiteHandles,
  StackKind,
} from '../port/port';
import { applyTerraformSettings } from './terraform-settings';

export interface FactorySiteProps {
  readonly factory: FactoryPlan;
  readonly site: SitePlan;
  readonly providers: readonly AnyProvider[];
}

/**
 * One site as its stacks, in the order in which they apply: `<site>-substrate`, `<site>-platform`, `<site>-workloads`.
 *
 * Terraform can neither plan a custom resource before its definition exists nor configure the Kubernetes provider from a
 * cluster of the same apply, hence the split. A site whose cluster exists has no substrate stack.
 */
export class FactorySite extends Construct {
  /** Network, keys, cluster, pools, sinks; undefined where the cluster already exists. */
  public readonly substrate?: TerraformStack;
  /** Operators and controllers. */
  public readonly platform: TerraformStack;
  /** Queues, tenants, boundaries, serving, rules, dashboards. */
  public readonly workloads: TerraformStack;
  /** What was realized, by kind; pools by name. */
  public readonly handles: SiteHandles;
  private readonly props: FactorySiteProps;

  constructor(scope: Construct, id: string, props: FactorySiteProps) {
    super(scope, id);
    this.props = props;
    const { site } = props;
    let handles: SiteHandles = {};
    if (site.substrate !== null) {
      this.substrate = this.addStack('substrate', []);
      handles = this.realizeSubstrate(this.substrate, site.substrate, handles);
    }
    this.platform = this.addStack('platform', this.substrate === undefined ? [] : [this.substrate]);
    this.realize(this.platform, 'platform', 'platform', site.platform, handles);
    this.workloads = this.addStack('workloads', [this.platform]);
    this.realizeWorkloads(this.workloads, handles);
    this.handles = handles;
  }

  /** The site's stacks in the order in which they apply. */
  public get stacks(): readonly TerraformStack[] {
    return [...(this.substrate === undefined ? [] : [this.substrate]), this.platform, this.workloads];
  }

  private realizeSubstrate(
    stack: TerraformStack,
    plan: NonNullable<SitePlan['substrate']>,
    before: SiteHandles,
  ): SiteHandles {
    const step = <K extends Kind>(handles: SiteHandles, kind: K, id: string, intent: Intents[K]): SiteHandles => ({
      ...handles,
      [kind]: this.realize(stack, kind, id, intent, handles),
    });
    let handles = step(before, 'keys', 'keys', plan.keys);
    handles = step(handles, 'network', 'network', plan.network);
    handles = step(handles, 'events', 'events', plan.events);
    handles = step(handles, 'cluster', 'cluster', plan.cluster);
    for (const pool of this.props.site.pools.filter((each) => each.manager === 'managed')) {
      this.realize(stack, 'nodePool', `pool-${pool.name}`, pool, handles);
    }
    handles = step(handles, 'store', 'store', plan.store);
    handles = step(handles, 'entry', 'entry', plan.entry);
    return plan.budget === null ? handles : step(handles, 'budget', 'budget', plan.budget);
  }

  private realizeWorkloads(stack: TerraformStack, handles: SiteHandles): void {
    const { site } = this.props;
    const runtime = this.realize(stack, 'runtime', 'runtime', site.runtime, handles);
    const dynamic = site.pools.filter((pool) => pool.manager === 'karpenter');
    for (const pool of dynamic) this.realize(stack, 'dynamicPool', `pool-${pool.name}`, pool, handles);
    for (const serving of site.serving) {
      this.realize(stack, 'serving', `serving-${serving.name}-${serving.pool}`, serving, { ...handles, runtime });
    }
  }

  private addStack(kind: StackKind, after: readonly TerraformStack[]): TerraformStack {
    const { site, factory, providers } = this.props;
    const stack = new TerraformStack(this, `${site.name}-${kind}`);
    applyTerraformSettings(stack, factory);
    for (const each of after) stack.addDependency(each);
    // Resources of the cloud can be in every stack of its site.
    const cloud = providers.filter(({ name, realize }) => name === site.provider && realize.network !== undefined);
    const inCluster = kind === 'substrate' ? [] : [providerOf(providers, site.provider, 'runtime')];
    for (const provider of new Set([...cloud, ...inCluster])) {
      provider.configure(stack, kind, site, factory, accessOf(providers, factory));
    }
    return stack;
  }

  private realize<K extends Kind>(
    stack: TerraformStack,
    kind: K,
    id: string,
    intent: Intents[K],
    handles: SiteHandles,
  ): Handles[K] {
    const { factory, site, providers } = this.props;
    const context: SiteContext = { factory, site, handles };
    return realizerOf(providers, site.provider, kind)(stack, id, intent, context);
  }
}

/** Returns how stacks reach the clusters of sites: by a context if the site states one, else as its cloud says. */
export const accessOf =
  (providers: readonly AnyProvider[], factory: FactoryPlan): AccessOf =>
  (stack, site, alias) => {
    if (site.context !== null) return { configContext: site.context };
    const cloud = providers.find(
      ({ name, kubernetesAccess }) => name === site.provider && kubernetesAccess !== undefined,
    );
    const access = cloud?.kubernetesAccess?.(stack, site, factory, alias);
    if (access !== undefined) return access;
    throw new Error(`site "${site.name}" has neither a kubeconfig context nor a cluster of its own; state a context`);
  };

/** The provider for a kind: the one that the site names where it has the kind, else the first that has. */
export function providerOf(providers: readonly AnyProvider[], preferred: string, kind: Kind): AnyProvider {
  const able = providers.filter((provider) => provider.realize[kind] !== undefined);
  const provider = able.find((each) => each.name === preferred) ?? able[0];
  if (provider === undefined) {
    throw new Error(
      `no provider realizes "${kind}"; have ${providers.map((each) => each.name).join(', ') || 'none'}; add the provider to AiFactory's providers`,
    );
  }
  return provider;
}

export function realizerOf<K extends Kind>(providers: readonly AnyProvider[], preferred: string, kind: K): Realize<K> {
  const realize = providerOf(providers, preferred, kind).realize[kind];
  if (realize === undefined) throw new Error(`provider lost its kind "${kind}": this is a bug`);
  return realize as Realize<K>;
}
