import { BYTES_PER_GB } from '../../units/convert';
import type { ServingPlan } from '../model/plan';
import type { ResolvedWorkload } from '../model/resolved';
import { computed, constant, decided, fromRow, stated, type Term, type Trace } from '../model/trace';
import { weightBytes } from '../performance';
import { longestGenerationSeconds, MAX_SEQUENCES, PLANNED_UTILISATION, type Replica } from '../size/replica';
import type { AcceleratedPool } from './pool';

/** What the size of a serving's pods is made of, as `planServing` reckons with it. */
export interface ReplicaFacts {
  readonly workload: ResolvedWorkload;
  readonly pool: AcceleratedPool;
  readonly replica: Replica;
  readonly serving: ServingPlan;
  /** What the serving is called at its site. */
  readonly key: string;
  /** GB of the weights where they are stored. */
  readonly storedGb: number;
  readonly limits: {
    readonly drainSeconds: number;
    readonly exitSeconds: number;
    readonly graceStep: number;
    readonly minStartupSeconds: number;
    readonly coldReadGbS: number;
    readonly podShare: number;
    readonly defaultVcpu: number;
    readonly defaultMemoryGib: number;
    readonly cacheMargin: number;
  };
}

/** How the figures of a serving came about, below the path of its site. */
export function explainReplica(facts: ReplicaFacts, trace: Trace): void {
  if (trace.depth !== 'everything') return;
  const at = `serving.${facts.key}`;
  explainShape(facts, at, trace);
  explainWeights(facts, at, trace);
  explainPods(facts, at, trace);
  explainTimes(facts, at, trace);
}

function explainShape({ workload, pool, replica, serving }: ReplicaFacts, at: string, trace: Trace): void {
  const { spec, path } = workload;
  const { shape } = replica;
  const fewest = 'the split with which the demand takes the fewest accelerators within the objectives';
  for (const kind of ['tensor', 'pipeline', 'expert', 'data'] as const) {
    const value = serving.parallelism[kind];
    const own = spec.parallelism?.[kind];
    trace.note(`${at}.parallelism.${kind}`, value, 'ways', kind, [
      own === value
        ? stated(kind, value, 'ways', `${path}.parallelism.${kind}`)
        : decided(kind, value, 'ways', spec.parallelism === undefined ? fewest : 'what the stated split leaves of it'),
    ]);
  }
  const replicaTerm = decided('accelerators of a replica', shape.accelerators, 'accelerators', fewest);
  const nodeTerm = computed(
    'accelerators of a node',
    pool.accelerator.perNode,
    'accelerators',
    `sites.${pool.site}.pools.${pool.name}.accelerator.perNode`,
  );
  trace.note(
    `${at}.nodesPerReplica`,
    serving.nodesPerReplica,
    'nodes',
    'ceil(accelerators of a replica / accelerators of a node)',
    [replicaTerm, nodeTerm],
  );
  trace.note(
    `${at}.acceleratorsPerPod`,
    serving.acceleratorsPerPod,
    'accelerators',
    'min(accelerators of a replica, accelerators of a node)',
    [replicaTerm, nodeTerm],
  );
  const { ttftMs, interTokenMs } = serving.objectives;
  trace.note(`${at}.maxConcurrency`, replica.concurrency, 'requests', 'concurrency', [
    decided(
      'concurrency',
      replica.concurrency,
      'requests',
      `the most at which the estimate keeps the objectives and the cache fits the memory, at most ${MAX_SEQUENCES}`,
    ),
    ...(ttftMs === null ? [] : [stated('time to first token', ttftMs, 'ms', `${path}.objectives.ttftMs`)]),
    ...(interTokenMs === null ? [] : [stated('between tokens', interTokenMs, 'ms', `${path}.objectives.interTokenMs`)]),
  ]);
  for (const key of ['ttftMs', 'interTokenMs', 'availability'] as const) {
    const value = serving.objectives[key];
    const unit = key === 'availability' ? 'share' : 'ms';
    if (value !== null) {
      trace.note(`${at}.objectives.${key}`, value, unit, key, [stated(key, value, unit, `${path}.objectives.${key}`)]);
    }
  }
  const concurrency = trace.term(`${at}.maxConcurrency`, 'concurrency');
  const { waitingPerReplica, runningPerReplica } = serving.scaling;
  trace.note(`${at}.scaling.waitingPerReplica`, waitingPerReplica, 'requests', 'max(ceil(concurrency / 8), 1)', [
    concurrency,
  ]);
  trace.note(
    `${at}.scaling.runningPerReplica`,
    runningPerReplica,
    'requests',
    'max(floor(concurrency x planned share), 1)',
    [
      concurrency,
      constant('planned share', PLANNED_UTILISATION, 'share', 'the rest absorbs uneven routing between replicas'),
    ],
  );
}

function explainWeights(
  { workload, replica, serving, storedGb, limits }: ReplicaFacts,
  at: string,
  trace: Trace,
): void {
  const { spec, path, model } = workload;
  const { demand } = spec;
  const longest = fromRow('longest', model.context, 'tokens', model);
  trace.note(
    `${at}.model.contextTokens`,
    replica.contextTokens,
    'tokens',
    spec.contextTokens === undefined
      ? 'min(ceil(4 x (prompt + generation) / 1024) x 1024, longest)'
      : 'min(ceil(wanted / 1024) x 1024, longest)',
    spec.contextTokens === undefined
      ? [
          stated('prompt', demand.inputTokens, 'tokens', `${path}.demand.inputTokens`),
          stated('generation', demand.outputTokens, 'tokens', `${path}.demand.outputTokens`),
          longest,
        ]
      : [stated('wanted', spec.contextTokens, 'tokens', `${path}.contextTokens`), longest],
  );
  const { sizeGb } = spec.weights;
  const { precision, weightsGb } = serving.model;
  trace.note(
    `${at}.model.weightsGb`,
    weightsGb,
    'GB',
    sizeGb === undefined ? 'ceil(weights of an accelerator x accelerators)' : 'ceil(size)',
    sizeGb === undefined
      ? [
          decided(
            'weights of an accelerator',
            replica.fit.weightsGb,
            'GB',
            `the parameters of ${model.id} in ${precision}, split as parallelism says`,
          ),
          decided('accelerators', replica.shape.accelerators, 'accelerators', 'a replica'),
          fromRow('parameters', model.paramsB, '10^9', model),
        ]
      : [stated('size', sizeGb, 'GB', `${path}.weights.sizeGb`)],
  );
  const stored = storedTerm({ workload, storedGb }, trace.term(`${at}.model.weightsGb`, 'stored'));
  trace.note(`${at}.cacheGib`, serving.cacheGib, 'GiB', 'ceil(stored x 10^9 / 2^30 x margin)', [
    stored,
    constant('margin', limits.cacheMargin, 'share', 'room for what comes with the weights'),
  ]);
  trace.note(`${at}.startupSeconds`, serving.startupSeconds, 's', 'max(least, ceil(stored / read rate / 60) x 60)', [
    constant('least', limits.minStartupSeconds, 's', 'time to load weights, compile and capture graphs'),
    stored,
    constant('read rate', limits.coldReadGbS, 'GB/s', 'of a cold weights cache'),
  ]);
}

/** A model's own repository has the weights as they were published, whatever is served. */
function storedTerm({ workload, storedGb }: Pick<ReplicaFacts, 'workload' | 'storedGb'>, served: Term): Term {
  const { model } = workload;
  if (storedGb === served.value) return served;
  const bytes = `${model.paramsB}e9 parameters, ${weightBytes(model, model.nativePrecision) / BYTES_PER_GB} GB in ${model.nativePrecision}`;
  return { ...fromRow('stored', storedGb, 'GB', model), source: `${model.source} (${bytes})` };
}

function explainPods({ pool, serving, limits }: ReplicaFacts, at: string, trace: Trace): void {
  const { acceleratorsPerPod, resources } = serving;
  const base = `sites.${pool.site}.pools.${pool.name}`;
  const unknown = 'the size of the machine is not known';
  const part: readonly Term[] = [
    computed('pod', acceleratorsPerPod, 'accelerators', trace.path(`${at}.acceleratorsPerPod`)),
    computed('node', pool.accelerator.perNode, 'accelerators', `${base}.accelerator.perNode`),
    constant('share', limits.podShare, 'share', 'what pods may ask for of a node; the rest is its own'),
  ];
  trace.note(`${at}.resources.cpu`, resources.cpu, 'processors', 'max(floor(vcpu x (pod / node x share)), 1)', [
    pool.vcpu === null
      ? constant('vcpu', limits.defaultVcpu, 'processors', unknown)
      : computed('vcpu', pool.vcpu, 'processors', `${base}.vcpu`),
    ...part,
  ]);
  trace.note(`${at}.resources.memoryGib`, resources.memoryGib, 'GiB', 'max(floor(memory x (pod / node x share)), 8)', [
    pool.memoryGib === null
      ? constant('memory', limits.defaultMemoryGib, 'GiB', unknown)
      : computed('memory', pool.memoryGib, 'GiB', `${base}.memoryGib`),
    ...part,
  ]);
  trace.note(
    `${at}.resources.sharedMemoryGib`,
    resources.sharedMemoryGib,
    'GiB',
    'max(min(floor(memory / 4), 64), 2)',
    [trace.term(`${at}.resources.memoryGib`, 'memory')],
  );
}

function explainTimes({ replica, serving, limits }: ReplicaFacts, at: string, trace: Trace): void {
  const drain = constant('drain', limits.drainSeconds, 's', 'between leaving the balancer and the stop signal');
  trace.note(`${at}.drainSeconds`, serving.drainSeconds, 's', 'drain', [drain]);
  trace.note(`${at}.graceSeconds`, serving.graceSeconds, 's', 'ceil((drain + generation + exit) / step) x step', [
    trace.term(`${at}.drainSeconds`, 'drain'),
    decided(
      'generation',
      longestGenerationSeconds(replica),
      's',
      `${trace.path(`${at}.model.contextTokens`)} x ${trace.path(`${at}.estimate.interTokenMs`)} / 1000`,
    ),
    constant('exit', limits.exitSeconds, 's', 'between the last generation and the end of the process'),
    constant('step', limits.graceStep, 's', 'grace is stated in quarters of a minute'),
  ]);
}
