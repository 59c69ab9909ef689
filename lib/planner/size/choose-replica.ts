import type { Catalog } from '../../catalog/rows';
import type { ResolvedPool, ResolvedSite, ResolvedWorkload } from '../model/resolved';
import { capShares, neededGb, outOfReach, tryShape } from './attempt';
import { contextOf } from './context';
import type { Replica, ReplicaChoice } from './replica';
import { maxNodes, shapesOf } from './shapes';
import { spareReplicas } from './spare-replicas';

/** Everything that a replica's size depends on beside its workload; pools that agree in it are sized once. */
export const sizeKey = (workload: ResolvedWorkload, site: ResolvedSite, pool: ResolvedPool): string =>
  [
    pool.machine.provider,
    pool.machine.id,
    maxNodes(pool, site),
    pool.spec.powerCapW ?? '',
    pool.spec.nodesPerRack ?? '',
    pool.zones.length,
    requestsHere(workload, site),
  ].join('/');

/** Peak requests per second that a site would have to hold of a workload: its share, else all of them. */
const requestsHere = (workload: ResolvedWorkload, site: ResolvedSite): number =>
  workload.demand.peakRequestsPerSecond * (workload.spec.shares?.[site.name] ?? 1);

/** Chooses the replica with which the demand takes the fewest accelerators within the objectives, or says why none can. */
export function chooseReplica(
  workload: ResolvedWorkload,
  site: ResolvedSite,
  pool: ResolvedPool,
  catalog: Catalog,
): ReplicaChoice {
  const accelerator = pool.accelerator;
  if (accelerator === null) return { rejected: { code: 'no-accelerator', reason: 'the pool has no accelerators' } };
  const { demand, objectives } = workload.spec;
  const contextTokens = contextOf(workload).value;
  const load = {
    inputTokens: demand.inputTokens,
    outputTokens: demand.outputTokens,
    prefixCacheHitRate: demand.prefixCacheHitRate,
    speculativeTokensPerStep: demand.speculativeTokensPerStep,
    ...(pool.spec.powerCapW === undefined ? {} : { powerCapW: pool.spec.powerCapW }),
  };
  const limits = {
    ...(objectives.ttftMs === undefined ? {} : { ttftMs: objectives.ttftMs }),
    ...(objectives.interTokenMs === undefined ? {} : { tpotMs: objectives.interTokenMs }),
  };
  const { inside, across } = shapesOf(workload, pool, site);
  const cap = capShares(pool, catalog);
  const tried = inside.map((shape) => tryShape(shape, load, limits, contextTokens, cap));
  // A replica leaves the node only where none inside one does: it then needs the fabric and fails with any of its nodes.
  const all = tried.some((attempt) => 'replica' in attempt)
    ? tried
    : [...tried, ...across.map((shape) => tryShape(shape, load, limits, contextTokens, cap))];
  // All that the demand takes here, spare replicas included: a large replica is cheap per request and expensive as a spare.
  const acceleratorsFor = (replica: Replica, requests: number): number =>
    (Math.ceil(requests / replica.requestsPerSecond - 1e-9) + spareReplicas(workload, pool, replica)) *
    replica.shape.accelerators;
  const best = all
    .flatMap((attempt) => ('replica' in attempt ? [attempt.replica] : []))
    .map((replica) => ({ replica, total: acceleratorsFor(replica, requestsHere(workload, site)) }))
    .sort(
      (a, b) =>
        a.total - b.total ||
        a.replica.shape.accelerators / a.replica.requestsPerSecond -
          b.replica.shape.accelerators / b.replica.requestsPerSecond ||
        a.replica.shape.accelerators - b.replica.shape.accelerators,
    )[0]?.replica;
  const slow = all.some((attempt) => 'alone' in attempt);
  if (best !== undefined) return { replica: best };
  if (slow) return { rejected: outOfReach(all, objectives, accelerator.name) };
  const holds = pool.machine.accelerators * accelerator.memoryGb;
  return {
    rejected: {
      code: 'pool-too-small-for-model',
      reason: `${workload.model.id} needs ${neededGb(workload, all).toFixed(0)} GB for weights, and a cache of ${contextTokens} tokens; a node holds ${holds.toFixed(0)} GB and a replica may span ${maxNodes(pool, site)}; use a larger machine, more nodes, or a smaller precision`,
    },
  };
}
