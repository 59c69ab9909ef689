import { must } from '../model/must';
import type { WorkloadPlan } from '../model/plan';
import {
  decided,
  type Explained,
  type Explainer,
  fromRow,
  modelled,
  oneOf,
  type PartlyExplained,
  type Quantity,
  SHARE,
} from '../model/quantity';
import type { ResolvedFactory, ResolvedWorkload } from '../model/resolved';
import { generationOf } from '../resolve/demand';
import { hostnameOf } from '../resolve/hostname';
import { plannedShare } from '../size/replica';
import type { PlacedLegs, PresentLeg } from './placed-legs';
import { spareOf } from './replica-range';
import { acceleratorsOf } from './serving-numbers';
import { trafficPercents } from './traffic-percents';

/** Plans where each workload is served and what it is given there. */
export const planWorkloads = (
  factory: ResolvedFactory,
  { present }: PlacedLegs,
  explainer: Explainer,
): readonly WorkloadPlan[] =>
  factory.workloads.map((workload) => {
    const own = present.filter(({ leg }) => leg.workload.name === workload.name);
    return explainer.read<WorkloadPlan>(planWorkload(factory, workload, own), workload.path);
  });

function planWorkload(
  factory: ResolvedFactory,
  workload: ResolvedWorkload,
  placed: readonly PresentLeg[],
): PartlyExplained<WorkloadPlan> {
  const { name, spec } = workload;
  const weights = trafficPercents(
    placed.map(({ leg, site, pool, requestsPerSecond }) => ({
      site: site.name,
      pool: pool.name,
      requestsPerSecond: requestsPerSecond * leg.traffic,
    })),
  );
  return {
    name,
    tenant: spec.tenant,
    model: workload.model.id,
    hostname: hostnameOf(factory, name),
    peak: {
      requestsPerSecond: workload.demand.peak,
      outputTokensPerSecond: workload.demand.peak.times(generationOf(spec.demand, workload.path)),
    },
    sites: placed.map((each, index) => ({
      site: each.site.name,
      pool: each.pool.name,
      weight: weightOf(each, must(weights[index], `weight of ${each.leg.id} at ${each.site.name}`)),
      serving: each.leg.serving,
      capacity: each.leg.capacity === 'held' ? 'held' : 'ready',
      ...targetNumbers(each),
    })),
    dataClass: spec.dataClass,
    riskClass: spec.riskClass,
  };
}

/** Its part of all requests, in whole percent. */
function weightOf({ leg, requestsPerSecond }: PresentLeg, percent: number): Quantity {
  const phase = leg.move === null ? 'no migration moves it' : `migrations.${leg.move.migration}.phase`;
  const peak = `its part of ${leg.workload.path}.demand at the peak factor`;
  return modelled(
    percent,
    '%',
    'its share of (peak here x given) over all places, in whole percent that add up to 100',
    [decided('peak here', requestsPerSecond, 'request/s', peak), decided('given', leg.traffic, SHARE, phase)],
  );
}

/** What a workload has on one pool: replicas, accelerators, nodes and the requests that they hold. */
function targetNumbers(
  placed: PresentLeg,
): Explained<Pick<WorkloadPlan['sites'][number], 'replicas' | 'accelerators' | 'nodes' | 'requestsPerSecond'>> {
  const { leg, pool, replica } = placed;
  const spare = spareOf(placed);
  const rate = rateOf(placed);
  const peak = `placement, at least ${placed.requestsPerSecond} requests/s of ${leg.workload.path}.demand at the peak factor / rate`;
  const replicas = decided('working', placed.replicas - spare.value, 'replica', peak).plus(spare);
  const ofReplica = acceleratorsOf(replica).in('accelerator').over(oneOf('replica'));
  const ofNode = fromRow('accelerators of a node', pool.machine.accelerators, 'accelerator/node', pool.machine);
  const inNode = ofNode.over(ofReplica).floor().atLeast(oneOf('replica/node'));
  const nodes =
    replica.shape.nodes > 1
      ? replicas.times(
          decided('nodes of a replica', replica.shape.nodes, 'node/replica', 'the size with the fewest accelerators'),
        )
      : replicas.over(inNode);
  return { replicas, accelerators: replicas.times(ofReplica), nodes, requestsPerSecond: replicas.times(rate) };
}

/** Requests per second that are planned for one replica. */
function rateOf({ leg, pool, replica, servingKey }: PresentLeg): Quantity {
  const estimate = `${pool.site}.serving.${servingKey}.estimate`;
  return decided(
    'rate',
    replica.requestsPerSecond,
    'request/s·replica',
    `sites.${estimate}.outputTokensPerSecond / ${leg.workload.path}.demand.outputTokens x ${plannedShare.value}, the share that is planned for`,
  );
}
