import type { Catalog } from '../../catalog/rows';
import { gigabytesPerSecond, milliseconds } from '../../units/convert';
import type { FindingCode } from '../model/finding-codes';
import { must } from '../model/must';
import { refersTo } from '../model/pool-reference';
import type { ResolvedPool, ResolvedSite, ResolvedWorkload } from '../model/resolved';
import {
  concurrencyWithin,
  defaultParallelism,
  estimateServing,
  fitMemory,
  type MemoryFit,
  type Parallelism,
  type ServingEstimate,
  type ServingLoad,
  type ServingShape,
} from '../performance';
import { fabricAt, NO_FABRIC } from '../resolve/fabric';
import { type CapThroughput, capThroughput } from '../resolve/node-draw';
import { precisionOf } from '../resolve/precision';

/** Tokens to whose multiple a context is rounded up. */
const CONTEXT_STEP = 1024;

/**
 * From a workload and a pool to the replica that serves it best: how many accelerators, split how, at what concurrency.
 */

/** Share of a replica's estimated rate that is planned for; the rest absorbs uneven routing between replicas. */
export const PLANNED_UTILISATION = 0.85;
/** Most sequences that one replica batches, whatever memory allows; the scheduler's step grows beyond it. */
export const MAX_SEQUENCES = 512;
/** Most nodes that one replica may span. */
const MAX_REPLICA_NODES = 8;

export interface Replica {
  readonly shape: ServingShape;
  readonly fit: MemoryFit;
  readonly estimate: ServingEstimate;
  readonly concurrency: number;
  /** Requests per second that are planned for one replica. */
  readonly requestsPerSecond: number;
  readonly contextTokens: number;
}

export type ReplicaChoice =
  | { readonly replica: Replica }
  | { readonly rejected: { readonly code: FindingCode; readonly reason: string } };

/** Longest context that a workload is served with. */
function contextTokensOf(workload: ResolvedWorkload): number {
  const demand = workload.spec.demand;
  const wanted = workload.spec.contextTokens ?? 4 * (demand.inputTokens + demand.outputTokens);
  return Math.min(Math.ceil(wanted / CONTEXT_STEP) * CONTEXT_STEP, workload.model.context);
}

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
  const contextTokens = contextTokensOf(workload);
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
  const cap = capOf(pool, catalog);
  const tried = inside.map((shape) => tryShape(shape, load, limits, contextTokens, cap));
  // A replica leaves the node only where none inside one does: it then needs the fabric and fails with any of its nodes.
  const all = tried.some((attempt) => 'replica' in attempt)
    ? tried
    : [...tried, ...across.map((shape) => tryShape(shape, load, limits, contextTokens, cap))];
  // All that the demand takes here, spare replicas included: a large replica is cheap by the request and dear to spare.
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

/** The rule of the workload itself that keeps it off a pool; null: none does. */
export function refuse(
  workload: ResolvedWorkload,
  site: ResolvedSite,
  pool: ResolvedPool,
): { code: FindingCode; reason: string } | null {
  const { spec } = workload;
  if (spec.sites !== undefined && !spec.sites.includes(site.name)) {
    return { code: 'site-not-listed', reason: `the workload may run at ${spec.sites.join(', ')} only` };
  }
  if (!refersTo(spec.pools, pool)) {
    return { code: 'pool-not-listed', reason: `the workload may use ${spec.pools?.join(', ')} only` };
  }
  if (spec.residency !== undefined && !spec.residency.includes(site.jurisdiction)) {
    return {
      code: 'residency',
      reason: `its data may be in ${spec.residency.join(', ')}; ${site.name} is in ${site.jurisdiction}`,
    };
  }
  const far = tooFar(workload, site);
  if (far !== null) return far;
  if (spec.shares !== undefined && (spec.shares[site.name] ?? 0) === 0) {
    return { code: 'no-share', reason: 'its shares give this site nothing' };
  }
  return null;
}

/** The users that a site is too far from: any site may answer any of them, so it must be near enough to all. */
function tooFar({ spec }: ResolvedWorkload, site: ResolvedSite): { code: FindingCode; reason: string } | null {
  const limit = spec.objectives.networkMs;
  if (limit === undefined || spec.users === undefined) return null;
  const measured = site.spec.latencyMs ?? {};
  const unknown = spec.users.find((users) => measured[users] === undefined);
  if (unknown !== undefined) {
    return {
      code: 'latency-not-stated',
      reason: `users in ${unknown} are promised ${limit} ms of network, and the round trip from there to ${site.name} is not stated; measure it and state ${site.path}.latencyMs.${unknown}`,
    };
  }
  const [users, ms] = spec.users
    .map((each) => [each, must(measured[each], `round trip from ${each}`)] as const)
    .reduce((worst, each) => (each[1] > worst[1] ? each : worst));
  if (ms <= limit) return null;
  return {
    code: 'latency-too-high',
    reason: `the round trip from users in ${users} to ${site.name} takes ${ms} ms, ${limit} are promised; use a nearer site or raise objectives.networkMs`,
  };
}

/** Replicas beyond demand so that losing the stated failure domain leaves peak demand held. */
export function spareReplicas(
  workload: ResolvedWorkload,
  pool: ResolvedPool,
  replica: Pick<Replica, 'shape' | 'requestsPerSecond'>,
): number {
  const perNode = Math.max(Math.floor(pool.machine.accelerators / replica.shape.accelerators), 1);
  switch (workload.spec.objectives.survives) {
    case 'none':
    case 'site':
      return 0;
    case 'pod':
      return 1;
    case 'node':
      return perNode;
    case 'rack':
      return Math.max(
        Math.floor(((pool.spec.nodesPerRack ?? pool.machine.nodesPerRackUnit) * perNode) / replica.shape.nodes),
        perNode,
      );
    case 'zone': {
      const needed = Math.ceil(workload.demand.peakRequestsPerSecond / replica.requestsPerSecond);
      return pool.zones.length > 1 ? Math.ceil(needed / (pool.zones.length - 1)) : needed;
    }
  }
}

/** Which objective no shape keeps even for one request alone, or that no shape keeps both. */
function outOfReach(
  attempts: readonly Attempt[],
  objectives: ResolvedWorkload['spec']['objectives'],
  accelerator: string,
): { code: FindingCode; reason: string } {
  const alone = attempts.flatMap((attempt) => ('alone' in attempt ? [attempt.alone] : []));
  const first = alone.reduce((best, each) => (each.ttftMs < best.ttftMs ? each : best));
  const next = alone.reduce((best, each) => (each.tpotMs < best.tpotMs ? each : best));
  const missed = [
    ...(objectives.ttftMs !== undefined && first.ttftMs > objectives.ttftMs
      ? [`ttftMs is ${objectives.ttftMs}, and the first token takes at least ${first.ttftMs.toFixed(0)} ms`]
      : []),
    ...(objectives.interTokenMs !== undefined && next.tpotMs > objectives.interTokenMs
      ? [`interTokenMs is ${objectives.interTokenMs}, and the next takes at least ${next.tpotMs.toFixed(1)} ms`]
      : []),
  ];
  if (missed.length > 0) {
    return {
      code: 'objectives-out-of-reach',
      reason: `even for one request alone on ${accelerator}: ${missed.join('; ')}; relax the objective or use a faster accelerator`,
    };
  }
  return {
    code: 'objectives-contradict',
    reason: `ttftMs ${objectives.ttftMs} and interTokenMs ${objectives.interTokenMs} contradict on ${accelerator}: what keeps the first takes ${first.tpotMs.toFixed(1)} ms between tokens, what keeps the second ${next.ttftMs.toFixed(0)} ms to the first; relax one of them`,
  };
}

function maxNodes(pool: ResolvedPool, site: ResolvedSite): number {
  if (fabricAt(site, pool.machine) === NO_FABRIC || pool.spec.fabric === NO_FABRIC) return 1;
  return Math.min(pool.spec.maxCount ?? pool.spec.count ?? MAX_REPLICA_NODES, MAX_REPLICA_NODES);
}

function shapesOf(
  workload: ResolvedWorkload,
  pool: ResolvedPool,
  site: ResolvedSite,
): { readonly inside: readonly ServingShape[]; readonly across: readonly ServingShape[] } {
  const { machine, accelerator } = pool;
  if (accelerator === null) return { inside: [], across: [] };
  const precision = precisionOf(workload);
  const perNode = machine.accelerators;
  const build = (accelerators: number, parallelism: Parallelism): ServingShape => ({
    model: workload.model,
    precision,
    kvPrecision: workload.spec.kvPrecision ?? (accelerator.denseTflops.fp8 === null ? 'bf16' : 'fp8'),
    accelerator,
    accelerators,
    nodes: Math.ceil(accelerators / perNode),
    scaleUpDomain: machine.scaleUpDomain,
    scaleOutGbS: machine.networkGbps === null ? null : gigabytesPerSecond(machine.networkGbps) / perNode,
    parallelism,
    engine: workload.spec.engine.name,
  });
  const stated = workload.spec.parallelism;
  if (stated !== undefined) {
    const accelerators = stated.tensor * stated.pipeline * stated.data;
    const fits =
      accelerators <= perNode || (accelerators % perNode === 0 && accelerators / perNode <= maxNodes(pool, site));
    return { inside: fits ? [build(accelerators, stated)] : [], across: [] };
  }
  const planned = (count: number) =>
    build(count, defaultParallelism(workload.model, precision, accelerator, count, perNode));
  return {
    inside: [1, 2, 4, 8, 16].filter((count) => count <= perNode).map(planned),
    across: Array.from({ length: maxNodes(pool, site) - 1 }, (_, index) => planned((index + 2) * perNode)),
  };
}

type Attempt =
  | { readonly replica: Replica }
  /** Too slow even for one request. */
  | { readonly alone: ServingEstimate }
  /** Weights or one context of cache do not fit. */
  | { readonly tooSmall: { readonly weightsGb: number } };

function tryShape(
  shape: ServingShape,
  load: Omit<ServingLoad, 'concurrency'>,
  limits: { readonly ttftMs?: number; readonly tpotMs?: number },
  contextTokens: number,
  cap: Cap,
): Attempt {
  const fit = fitMemory(shape);
  const tooSmall = { tooSmall: { weightsGb: fit.weightsGb * shape.accelerators } };
  if (!fit.fits || fit.kvTokens < contextTokens) return tooSmall;
  const alone = estimateServing(shape, { ...load, concurrency: 1 });
  if ('reason' in alone) return tooSmall;
  // A capped accelerator must be faster uncapped by what the cap takes.
  const within = concurrencyWithin(shape, load, {
    ...(limits.ttftMs === undefined ? {} : { ttftMs: limits.ttftMs * cap.prefillShare }),
    ...(limits.tpotMs === undefined ? {} : { tpotMs: limits.tpotMs * cap.decodeShare }),
  });
  if (within === 0) return { alone: underCap(alone.estimate, load, cap) };
  const concurrency = Math.min(within, MAX_SEQUENCES);
  const estimated = estimateServing(shape, { ...load, concurrency });
  if ('reason' in estimated) return tooSmall;
  const estimate = underCap(estimated.estimate, load, cap);
  return {
    replica: {
      shape,
      fit,
      estimate,
      concurrency,
      requestsPerSecond: estimate.requestsPerSecond * PLANNED_UTILISATION,
      contextTokens,
    },
  };
}

type Cap = Pick<CapThroughput, 'prefillShare' | 'decodeShare'>;

/** Throughput that the power cap of a pool leaves, from the rows; all of it where there is none. */
function capOf({ accelerator, spec }: ResolvedPool, catalog: Catalog): Cap {
  if (spec.powerCapW === undefined || accelerator === null || accelerator.boardW === null) {
    return { prefillShare: 1, decodeShare: 1 };
  }
  return capThroughput(catalog, accelerator, spec.powerCapW / accelerator.boardW);
}

/** An estimate under a power cap: each part of a request takes longer by what the cap leaves, and the rate falls with it. */
function underCap(estimate: ServingEstimate, load: Pick<ServingLoad, 'outputTokens'>, cap: Cap): ServingEstimate {
  const steps = load.outputTokens - 1;
  const ttftMs = estimate.ttftMs / cap.prefillShare;
  const tpotMs = estimate.tpotMs / cap.decodeShare;
  const left = (estimate.ttftMs + estimate.tpotMs * steps) / (ttftMs + tpotMs * steps);
  return {
    ...estimate,
    ttftMs,
    tpotMs,
    requestsPerSecond: estimate.requestsPerSecond * left,
    outputTokensPerSecond: estimate.outputTokensPerSecond * left,
  };
}

/** Size of the weights as the refusal states it; the model's own where nothing could be tried. */
const neededGb = (workload: ResolvedWorkload, attempts: readonly Attempt[]): number =>
  Math.max(
    workload.model.activeParamsB,
    ...attempts.map((attempt) => ('tooSmall' in attempt ? attempt.tooSmall.weightsGb : 0)),
  );

/** Seconds that the longest generation of a replica can take. */
export const longestGenerationSeconds = (replica: Replica): number =>
  Math.ceil((replica.contextTokens * replica.estimate.tpotMs) / milliseconds(1));
