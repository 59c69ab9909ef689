import type { FactoryPlan, SitePlan } from '../../planner/plan';
import type { Provider, SiteContext } from '../../port/port';
import { eksAccess } from './cluster/eks-access';
import {
  type AwsSitePlan,
  type AwsSubstrate,
  fillBudget,
  fillCluster,
  fillDynamicPool,
  fillEntry,
  fillEvents,
  fillKey,
  fillNetwork,
  fillNodeGroup,
  fillStore,
} from './fill';
import { type AwsOptions, settingsOf } from './options';
import { awsPolicies } from './policies';
import { configureAws, configureTraffic } from './providers';
import { fillFrontDoor } from './traffic/fill-front-door';

/** Kinds that AWS realizes. */
export type AwsKind =
  | 'network'
  | 'keys'
  | 'cluster'
  | 'store'
  | 'events'
  | 'entry'
  | 'budget'
  | 'nodePool'
  | 'dynamicPool'
  | 'frontDoor';

/**
 * AWS as an adapter of the port: everything of a site below Kubernetes, pools, and the front door over sites.
 *
 * Works with versions 5.100 and 6 of Terraform's AWS provider: attributes that only 6 has are left out unless the factory's
 * range of versions begins there, or `providerMajor` is 6.
 */
export const aws = (options: AwsOptions = {}) => {
  /** What was made of each site so far. */
  const made = new WeakMap<SitePlan, Partial<AwsSubstrate>>();
  const record = <K extends keyof AwsSubstrate>(context: SiteContext, kind: K, handle: AwsSubstrate[K]): void => {
    made.set(context.site, { ...made.get(context.site), [kind]: handle });
  };
  const need = <K extends keyof AwsSubstrate>(context: SiteContext, kind: K): AwsSubstrate[K] => {
    const handle = made.get(context.site)?.[kind];
    if (handle === undefined) throw new Error(`site "${context.site.name}": realize ${kind} first`);
    return handle;
  };
  const planOf = ({ site, factory }: SiteContext): AwsSitePlan => {
    const { substrate } = site;
    if (substrate === null) throw new Error(`site "${site.name}" has no substrate to realize`);
    return { site, substrate, settings: settingsOf(options, site, factory) };
  };
  const settings = (site: SitePlan, factory: FactoryPlan) => settingsOf(options, site, factory).provider;
  return {
    name: 'aws',
    policies: awsPolicies,
    configure: (stack, kind, site, factory) => {
      if (kind !== 'traffic') {
        configureAws(stack, settings(site, factory));
        return;
      }
      const sites = factory.sites.filter((each) => each.provider === 'aws');
      configureTraffic(stack, Object.fromEntries(sites.map((each) => [each.name, settings(each, factory)])), {
        home: site.name,
        tags: { ...options.tags, 'ai-factory:factory': factory.name },
      });
    },
    kubernetesAccess: (stack, site, factory, alias) => {
      const clusterName = site.substrate?.cluster.name;
      if (clusterName === undefined) throw new Error(`site "${site.name}" has no cluster of its own; state a context`);
      return eksAccess(stack, { clusterName, provider: settings(site, factory), alias });
    },
    realize: {
      keys: (scope, id, _plan, context) => {
        const key = fillKey(scope, id, planOf(context));
        record(context, 'key', key);
        return key;
      },
      network: (scope, id, _plan, context) => {
        const network = fillNetwork(scope, id, planOf(context), { key: need(context, 'key') });
        record(context, 'network', network);
        return network;
      },
      events: (scope, id, _plan, context) => {
        const events = fillEvents(scope, id, planOf(context), { key: need(context, 'key') });
        record(context, 'events', events);
        return events;
      },
      cluster: (scope, id, _plan, context) => {
        const cluster = fillCluster(scope, id, planOf(context), {
          key: need(context, 'key'),
          network: need(context, 'network'),
        });
        record(context, 'cluster', cluster);
        return cluster;
      },
      nodePool: (scope, id, pool, context) =>
        fillNodeGroup(scope, id, planOf(context), pool, {
          key: need(context, 'key'),
          network: need(context, 'network'),
          events: need(context, 'events'),
          cluster: need(context, 'cluster'),
        }),
      dynamicPool: (scope, id, pool, context) => fillDynamicPool(scope, id, planOf(context), pool),
      store: (scope, id, _plan, context) => {
        const store = fillStore(scope, id, planOf(context), {
          key: need(context, 'key'),
          cluster: need(context, 'cluster'),
        });
        record(context, 'store', store);
        return store;
      },
      entry: (scope, id, _plan, context) =>
        fillEntry(scope, id, planOf(context), {
          network: need(context, 'network'),
          cluster: need(context, 'cluster'),
          store: need(context, 'store'),
        }),
      budget: (scope, id, _plan, context) =>
        fillBudget(scope, id, planOf(context), { events: need(context, 'events') }) ?? {},
      frontDoor: (scope, id, plan, { handles }) => ({
        ready: fillFrontDoor(scope, id, plan, { options, moves: handles.moveGuard }).records,
      }),
    },
  } satisfies Provider<AwsKind>;
};
