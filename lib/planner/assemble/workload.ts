import { must } from '../model/must';
import type { WorkloadPlan } from '../model/plan';
import type { ResolvedFactory, ResolvedWorkload } from '../model/resolved';
import { hostnameOf } from '../resolve/hostname';
import type { PlacedLegs, PresentLeg } from './placed-legs';
import { trafficPercents } from './traffic-percents';

/** Plans where each workload is served and what it is given there. */
export const planWorkloads = (factory: ResolvedFactory, { present }: PlacedLegs): readonly WorkloadPlan[] =>
  factory.workloads.map((workload) =>
    planWorkload(
      factory,
      workload,
      present.filter(({ leg }) => leg.workload.name === workload.name),
    ),
  );

function planWorkload(
  factory: ResolvedFactory,
  workload: ResolvedWorkload,
  placed: readonly PresentLeg[],
): WorkloadPlan {
  const { name, spec } = workload;
  const weights = trafficPercents(
    placed.map(({ leg, site, pool, requestsPerSecond }) => ({
      site: site.name,
      pool: pool.name,
      requestsPerSecond: requestsPerSecond * leg.traffic,
    })),
  );
  const peak = workload.demand.peakRequestsPerSecond;
  return {
    name,
    tenant: spec.tenant,
    model: workload.model.id,
    hostname: hostnameOf(factory, name),
    peak: { requestsPerSecond: peak, outputTokensPerSecond: peak * spec.demand.outputTokens },
    sites: placed.map(({ leg, site, pool, replica, replicas, nodes }, index) => ({
      site: site.name,
      pool: pool.name,
      weight: must(weights[index], `weight of ${leg.id} at ${site.name}`),
      replicas,
      accelerators: replicas * replica.shape.accelerators,
      nodes,
      serving: leg.serving,
      capacity: leg.capacity === 'held' ? 'held' : 'ready',
      requestsPerSecond: replicas * replica.requestsPerSecond,
    })),
    dataClass: spec.dataClass,
    riskClass: spec.riskClass,
  };
}
