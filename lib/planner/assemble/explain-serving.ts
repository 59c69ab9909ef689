import type { Catalog } from '../../catalog/rows';
import { round } from '../../units/convert';
import { must } from '../model/must';
import type { SitePlan, WorkloadPlan } from '../model/plan';
import { poolReference } from '../model/pool-reference';
import type { ResolvedFactory, ResolvedPool, ResolvedWorkload } from '../model/resolved';
import {
  computed,
  constant,
  type Depth,
  decided,
  type Explanations,
  fromRow,
  stated,
  type Term,
  Trace,
} from '../model/trace';
import { capThroughput } from '../resolve/node-draw';
import { PLANNED_UTILISATION } from '../size/replica';
import { spareReplicas } from '../size/spare-replicas';
import { explainPool } from './explain-pool';
import type { PlacedLeg, PlacedLegs, PresentLeg } from './placed-legs';

/** What was placed and planned. */
interface ServingInput {
  readonly factory: ResolvedFactory;
  readonly placed: PlacedLegs;
  readonly workloads: readonly WorkloadPlan[];
  readonly sites: readonly Pick<SitePlan, 'pools'>[];
  readonly depth: Depth;
}

/** How many replicas and nodes came about, and how fast they serve: the arithmetic down to the rows. */
export function explainServing({
  factory,
  placed,
  workloads: planned,
  sites: plans,
  depth,
}: ServingInput): Explanations {
  if (depth === 'nothing') return {};
  const workloads = new Trace('workloads', depth);
  const sites = new Trace('sites', depth);
  const nodes = new Map<string, Term[]>();
  const isDeep = depth === 'everything';
  if (isDeep) for (const workload of factory.workloads) explainPeak(workload, workloads);
  for (const each of placed.present) {
    const at = `${each.leg.workload.name}.sites.${each.targetKey}`;
    replicaRate({ workloads, sites }, at, each, factory.catalog);
    explainTarget(each, at, workloads);
    if (isDeep) explainWeight(each, at, planned, workloads);
    const where = poolReference(each.pool);
    nodes.set(where, [...(nodes.get(where) ?? []), workloads.term(`${at}.nodes`, each.leg.id)]);
  }
  for (const pool of plans.flatMap((site) => site.pools)) {
    explainPool(factory, pool, nodes.get(poolReference(pool)) ?? [], sites);
  }
  return { ...workloads.read(), ...sites.read() };
}

/** Peak demand of a workload over all its sites. */
function explainPeak(
  { name, path, spec: { demand }, demand: { peakRequestsPerSecond } }: ResolvedWorkload,
  trace: Trace,
): void {
  const at = (key: string): string => `${path}.demand.${key}`;
  const generation = stated('generation', demand.outputTokens, 'tokens', at('outputTokens'));
  const peak = stated('peak factor', demand.peakFactor, 'of mean demand', at('peakFactor'));
  const requests = trace.note(
    `${name}.peak.requestsPerSecond`,
    peakRequestsPerSecond,
    'requests/s',
    demand.requestsPerSecond === undefined ? 'tokens / generation x peak factor' : 'requests x peak factor',
    demand.requestsPerSecond === undefined
      ? [
          stated(
            'tokens',
            must(demand.outputTokensPerSecond, at('outputTokensPerSecond')),
            'tokens/s',
            at('outputTokensPerSecond'),
          ),
          generation,
          peak,
        ]
      : [stated('requests', demand.requestsPerSecond, 'requests/s', at('requestsPerSecond')), peak],
  );
  trace.note(
    `${name}.peak.outputTokensPerSecond`,
    requests * demand.outputTokens,
    'tokens/s',
    'requests x generation',
    [trace.term(`${name}.peak.requestsPerSecond`, 'requests'), generation],
  );
}

/** What a workload has on one pool: replicas, accelerators, nodes and the requests that they hold. */
function explainTarget(placed: PlacedLeg, at: string, trace: Trace): void {
  const { leg, pool, replica, replicas: count } = placed;
  const { workload } = leg;
  const { shape } = replica;
  const spare = spareReplicas(workload, pool, replica);
  const { survives } = workload.spec.objectives;
  trace.note(`${at}.replicas`, count, 'replicas', 'working + spare', [
    decided('working', count - spare, 'replicas', 'placement, at least peak here / rate'),
    stated('spare', spare, 'replicas', `${workload.path}.objectives.survives (${survives})`),
    decided(
      'peak here',
      placed.requestsPerSecond,
      'requests/s',
      `its part of ${workload.path}.demand at the peak factor`,
    ),
    trace.term(`${at}.requestsPerSecondPerReplica`, 'rate'),
  ]);
  const replicas = trace.term(`${at}.replicas`, 'replicas');
  const accelerators = decided(
    'accelerators of a replica',
    shape.accelerators,
    'accelerators',
    'the size with which the demand takes the fewest',
  );
  const ofNode = fromRow('accelerators of a node', pool.machine.accelerators, 'per node', pool.machine);
  trace.detail(
    `${at}.accelerators`,
    count * shape.accelerators,
    'accelerators',
    'replicas x accelerators of a replica',
    () => [replicas, accelerators],
  );
  trace.detail(`${at}.requestsPerSecond`, count * replica.requestsPerSecond, 'requests/s', 'replicas x rate', () => [
    replicas,
    trace.term(`${at}.requestsPerSecondPerReplica`, 'rate'),
  ]);
  if (shape.nodes > 1) {
    trace.note(`${at}.nodes`, placed.nodes, 'nodes', 'replicas x nodes of a replica', [
      replicas,
      decided('nodes of a replica', shape.nodes, 'nodes', 'the size with which the demand takes the fewest'),
    ]);
  } else {
    trace.note(
      `${at}.nodes`,
      placed.nodes,
      'nodes',
      'replicas / max(floor(accelerators of a node / accelerators of a replica), 1)',
      [replicas, ofNode, accelerators],
    );
  }
}

/** Its part of all requests, in whole percent. */
function explainWeight(
  { leg, site, pool, requestsPerSecond }: PlacedLeg,
  at: string,
  planned: readonly WorkloadPlan[],
  trace: Trace,
): void {
  const { sites } = must(
    planned.find((each) => each.name === leg.workload.name),
    `workload ${leg.workload.name}`,
  );
  const target = must(
    sites.find((each) => each.site === site.name && each.pool === pool.name && each.serving === leg.serving),
    `${leg.serving} at ${pool.path}`,
  );
  const phase = leg.move === null ? 'no migration moves it' : `migrations.${leg.move.migration}.phase`;
  trace.note(
    `${at}.weight`,
    target.weight,
    '%',
    'its share of (peak here x given) over all places, in whole percent that add up to 100',
    [
      decided(
        'peak here',
        requestsPerSecond,
        'requests/s',
        `its part of ${leg.workload.path}.demand at the peak factor`,
      ),
      decided('given', leg.traffic, 'share', phase),
    ],
  );
}

function replicaRate(
  { workloads, sites }: { readonly workloads: Trace; readonly sites: Trace },
  at: string,
  { leg, pool, replica, servingKey }: PresentLeg,
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
    decided('concurrency', replica.concurrency, 'requests', 'the most that keeps the objectives and fits the memory'),
    decided('accelerators', shape.accelerators, 'per replica', 'the size with which the demand takes the fewest'),
    fromRow('parameters', shape.model.paramsB, '10^9', shape.model),
    fromRow('active parameters', shape.model.activeParamsB, '10^9', shape.model),
    fromRow('memory bandwidth', accelerator.memoryBandwidthGbS, 'GB/s', accelerator),
    fromRow('dense bf16', accelerator.denseTflops.bf16, 'TFLOPS', accelerator),
    ...capTerms(pool, catalog),
  ];
  const model = 'serving model of docs/performance.md: compute, memory, links and overhead of each step';
  const within = (share: number): string => `${model}; expected error ${round(share * 100)}%`;
  const { tokensPerSecond, ttft, tpot } = estimate.expectedError;
  const serving = `${pool.site}.serving.${servingKey}.estimate`;
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
      constant('planned share', PLANNED_UTILISATION, 'share', 'the rest absorbs uneven routing between replicas'),
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
    { name: 'prefill under the cap', value: cap.prefillShare, unit: 'share', source, asOf: null },
    { name: 'decode under the cap', value: cap.decodeShare, unit: 'share', source, asOf: null },
  ];
}
