import { Aspects, type TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { FrontDoor, ICloud } from '../../constructs/cloud';
import { Site, type SiteProps } from '../../constructs/site';
import { configureKubernetes } from '../../kubernetes/configure';
import type { FactoryPlan, SitePlan } from '../../planner/plan';
import type { Handles, SiteHandles, StackKind } from '../../port/port';
import { configureAws } from './configure';
import { IdentityTags } from './identity-tags';
import type { AwsOptions } from './options';
import type { AwsSiteOptions } from './props.generated';
import { aws } from './provider';
import { awsRules, substrateOf } from './rules';

/** Keys of a site that constructs of their own state. */
type OwnConstructs = 'provider' | 'pools' | 'power' | 'cooling' | 'money' | 'carbon';

export interface AwsSiteProps extends Omit<AwsSiteOptions, OwnConstructs>, Pick<SiteProps, 'name'> {}

const options: AwsOptions = {};

const door: FrontDoor = {
  configure: (stack, traffic, factory) => {
    const site = factory.sites.find((each) => each.name === traffic.site) ?? factory.sites[0];
    if (site !== undefined) configureAws(stack, 'traffic', site, factory, options);
  },
  fill: (stack, traffic, { factory, guardOf }) => {
    const site = factory.sites.find((each) => each.name === traffic.site) ?? factory.sites[0];
    if (site === undefined) throw new Error('a factory without sites has no front door');
    const handles = { moveGuard: { guardOf, record: () => undefined } };
    return aws(options).realize.frontDoor(stack, 'front-door', traffic, { factory, site, handles });
  },
};

/** A region of AWS: network, keys, EKS cluster and node pools are built there. */
export class AwsSite extends Site {
  /** AWS as a cloud: rules, front doors, policies. */
  public static readonly cloud: ICloud = {
    rules: awsRules,
    frontDoors: { route53: door, 'global-accelerator': door },
  };
  private handles: SiteHandles = {};

  public constructor(scope: Construct, id: string, props: AwsSiteProps) {
    super(scope, id, props, { cloud: AwsSite.cloud, hasSubstrate: true });
  }

  protected override credentials(site: SitePlan): string {
    const { region, context } = site;
    if (context !== null) return `kubectl config use-context ${context}`;
    return `aws eks update-kubeconfig --region ${region ?? ''} --name ${substrateOf(site)?.cluster.name ?? ''}`;
  }

  public override configure(stack: TerraformStack, kind: StackKind, site: SitePlan, factory: FactoryPlan): void {
    if (kind === 'substrate') configureAws(stack, kind, site, factory, options);
    else configureKubernetes(stack, kind, site, factory);
  }

  protected override prepare(stack: TerraformStack, kind: StackKind): void {
    if (kind === 'substrate') Aspects.of(stack).add(new IdentityTags());
  }

  protected override fillSubstrate(stack: TerraformStack, site: SitePlan, factory: FactoryPlan): void {
    const plan = substrateOf(site);
    if (plan === null) return;
    this.configure(stack, 'substrate', site, factory);
    const { realize } = aws(options);
    const context = () => ({ factory, site, handles: this.handles });
    const add = <K extends keyof Handles>(kind: K, handle: Handles[K]): void => {
      this.handles = { ...this.handles, [kind]: handle };
    };
    add('keys', realize.keys(stack, 'keys', plan.keys, context()));
    add('network', realize.network(stack, 'network', plan.network, context()));
    add('events', realize.events(stack, 'events', plan.events, context()));
    add('cluster', realize.cluster(stack, 'cluster', plan.cluster, context()));
    for (const pool of site.pools.filter((each) => each.manager === 'managed')) {
      realize.nodePool(stack, `pool-${pool.name}`, pool, context());
    }
    add('store', realize.store(stack, 'store', plan.store, context()));
    add('entry', realize.entry(stack, 'entry', plan.entry, context()));
    if (plan.budget !== null) add('budget', realize.budget(stack, 'budget', plan.budget, context()));
  }

  protected override fillDynamicPools(stack: TerraformStack, site: SitePlan, factory: FactoryPlan): void {
    for (const pool of site.pools.filter((each) => each.manager === 'dynamic')) {
      aws(options).realize.dynamicPool(stack, `pool-${pool.name}`, pool, { factory, site, handles: this.handles });
    }
  }
}
