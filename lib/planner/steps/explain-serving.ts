import type { Catalog } from '../../catalog/rows';
import { round } from '../../units/convert';
import { computed, type Explanations, fromRow, stated, type Term, Trace } from '../explain/trace';
import type { Leg } from '../migration/legs';
import type { Placement } from '../placement';
import type { NodePoolPlan } from '../plan';
import { capThroughput } from '../power';
import type { ResolvedFactory, ResolvedPool } from '../resolved';
import { PLANNED_UTILISATION, type Replica, spareReplicas } from './capacity';
import { type Choices, choiceKey } from './placement';

/** What one replica takes of a pool's nodes: those it spans, or its part of one. */
export const nodesOfReplica = ({ shape }: Replica, pool: ResolvedPool): number =>
  shape.nodes > 1 ? shape.nodes : 1 / Math.max(Math.floor(pool.machine.accelerators / shape.accelerators), 1);

const own = (name: string, value: number, unit: string, source: string): Term => ({
  name,
  value,
  unit,
  source,
  asOf: null,
});

/** How many replicas and nodes came about, and how fast they serve: the arithmetic down to the rows. */
export function explainServing(
  factory: ResolvedFactory,
  legs: readonly Leg[],
  choices: Choices,
  placement: Placement,
  pools: readonly NodePoolPlan[],
): Explanations {
  const workloads = new Trace('workloads');
  const sites = new Trace('sites');
  const nodes = new Map<string, Term[]>();
  for (const assignment of placement.assignments) {
    const leg = legs.find((each) => each.id === assignment.workload);
    const pool = factory.sites
      .find((site) => site.name === assignment.site)
      ?.pools.find((each) => each.name === assignment.pool);
    const replica = choices.replicas.get(choiceKey(assignment.workload, assignment.site, assignment.pool));
    if (leg === undefined || leg.capacity === 'none' || pool === undefined || replica === undefined) continue;
    const at = `${leg.workload.name}.sites.${assignment.site}.${assignment.pool}`;
    const spare = spareReplicas(leg.workload, pool, replica);
    replicaRate(workloads, sites, at, leg, pool, replica, factory.catalog);
    workloads.note(
      `${at}.replicas`,
      assignment.replicas,
      'replicas',
      'working + spare; working >= peak here / rate, in whole replicas',
      [
        own('working', assignment.replicas - spare, 'replicas', 'plan: placement'),
        stated(
          'spare',
          spare,
          'replicas',
          `${leg.workload.path}.objectives.survives (${leg.workload.spec.objectives.survives})`,
        ),
        own(
          'peak here',
          assignment.requestsPerSecond,
          'requests/s',
          `plan: its part of ${leg.workload.path}.demand at the peak factor`,
        ),
        workloads.term(`${at}.requestsPerSecondPerReplica`, 'rate'),
      ],
    );
    const taken = workloads.note(
      `${at}.nodes`,
      assignment.replicas * nodesOfReplica(replica, pool),
      'nodes',
      'replicas x nodes of a replica',
      [
        workloads.term(`${at}.replicas`, 'replicas'),
        fromRow('accelerators of a node', pool.machine.accelerators, 'per node', pool.machine),
        own(
          'accelerators of a replica',
          replica.shape.accelerators,
          'accelerators',
          'plan: the size with which the demand takes the fewest',
        ),
      ],
    );
    const key = `${assignment.site}/${assignment.pool}`;
    nodes.set(key, [
      ...(nodes.get(key) ?? []),
      computed(leg.workload.name, taken, 'nodes', workloads.path(`${at}.nodes`)),
    ]);
  }
  for (const pool of pools) {
    const terms = nodes.get(`${pool.site}/${pool.name}`) ?? [];
    const path = `sites.${pool.site}.pools.${pool.name}`;
    const count = factory.spec.sites[pool.site]?.pools[pool.name]?.count;
    sites.note(
      `${pool.site}.pools.${pool.name}.nodes.planned`,
      pool.nodes.planned,
      'nodes',
      count === undefined ? 'whole nodes for the replicas of its workloads' : 'count; its workloads take part of it',
      [...(count === undefined ? [] : [stated('count', count, 'nodes', `${path}.count`)]), ...terms],
    );
    sites.note(
      `${pool.site}.pools.${pool.name}.accelerators`,
      pool.nodes.planned * (pool.accelerator?.perNode ?? 0),
      'accelerators',
      'nodes x accelerators of a node',
      [
        sites.term(`${pool.site}.pools.${pool.name}.nodes.planned`, 'nodes'),
        own(
          'accelerators of a node',
          pool.accelerator?.perNode ?? 0,
          'per node',
          `catalogue, machines: ${pool.machine}`,
        ),
      ],
    );
  }
  return { ...workloads.read(), ...sites.read() };
}

function replicaRate(
  workloads: Trace,
  sites: Trace,
  at: string,
  leg: Leg,
  pool: ResolvedPool,
  replica: Replica,
  catalog: Catalog,
): void {
  const { workload } = leg;
  const { demand } = workload.spec;
  const { shape, estimate } = replica;
  const { accelerator } = shape;
  const path = `${workload.path}.demand`;
  const terms: Term[] = [
    stated('prompt', demand.inputTokens, 'tokens', `${path}.inputTokens`),
    stated('generation', demand.outputTokens, 'tokens', `${path}.outputTokens`),
    stated('prefix cache hits', demand.prefixCacheHitRate, 'share', `${path}.prefixCacheHitRate`),
    own('concurrency', replica.concurrency, 'requests', 'plan: the most that keeps the objectives and fits the memory'),
    own('accelerators', shape.accelerators, 'per replica', 'plan: the size with which the demand takes the fewest'),
    fromRow('parameters', shape.model.paramsB, '10^9', shape.model),
    fromRow('active parameters', shape.model.activeParamsB, '10^9', shape.model),
    fromRow('memory bandwidth', accelerator.memoryBandwidthGbS, 'GB/s', accelerator),
    fromRow('dense bf16', accelerator.denseTflops.bf16, 'TFLOPS', accelerator),
    ...capTerms(pool, catalog),
  ];
  const model = 'serving model of docs/performance.md: compute, memory, links and overhead of each step';
  const within = (share: number): string => `${model}; expected error ${round(share * 100)}%`;
  const { tokensPerSecond, ttft, tpot } = estimate.expectedError;
  const serving = `${pool.site}.serving.${leg.serving}.estimate`;
  sites.note(`${serving}.ttftMs`, round(estimate.ttftMs, 1), 'ms', within(ttft), terms);
  sites.note(`${serving}.interTokenMs`, round(estimate.tpotMs, 2), 'ms', within(tpot), terms);
  sites.note(
    `${serving}.outputTokensPerSecond`,
    round(estimate.outputTokensPerSecond, 1),
    'tokens/s of a replica',
    within(tokensPerSecond),
    terms,
  );
  workloads.note(
    `${at}.requestsPerSecondPerReplica`,
    replica.requestsPerSecond,
    'requests/s',
    'tokens / generation x planned share',
    [
      computed('tokens', estimate.outputTokensPerSecond, 'tokens/s', sites.path(`${serving}.outputTokensPerSecond`)),
      stated('generation', demand.outputTokens, 'tokens', `${path}.outputTokens`),
      own('planned share', PLANNED_UTILISATION, 'share', 'library: the rest absorbs uneven routing between replicas'),
    ],
  );
}

/** What a power cap leaves of the two halves of a request; none without a cap. */
function capTerms({ spec, accelerator, path }: ResolvedPool, catalog: Catalog): Term[] {
  if (spec.powerCapW === undefined || accelerator === null || accelerator.boardW === null) return [];
  const cap = capThroughput(catalog, accelerator, spec.powerCapW / accelerator.boardW);
  const source = cap.points.map((row) => row.source).join('; ') || 'library: in proportion to the cap';
  return [
    stated('power cap', spec.powerCapW, 'W', `${path}.powerCapW`),
    own('prefill under the cap', cap.prefillShare, 'share', source),
    own('decode under the cap', cap.decodeShare, 'share', source),
  ];
}
