import { aSite } from '../../../lib/testing/builders';
import { type Cases, ofPool, ofWorkload } from './case';
import { move } from './move';

const objectives = (changes: object) => ({ objectives: { ttftMs: 2000, interTokenMs: 60, ...changes } });
const far = (ms: number) => aSite({ latencyMs: { emea: ms } });
const nearby = { users: ['emea'], ...objectives({ networkMs: 50 }) };
const queued = (tenant: string) => ({
  queues: { batch: { tenants: [tenant] } },
  workloads: ofWorkload({ queue: 'batch' }, {}).bad['workloads'],
});
const watched = (metricsRetentionDays: number) => ({
  ...ofWorkload({ riskClass: 'high' }, {}).bad,
  observability: { metricsRetentionDays },
});

/** Workloads, queues and what the whole factory states. */
export const workloadCases: Cases = {
  'availability-without-spare': ofWorkload(
    objectives({ availability: 0.999, survives: 'none' }),
    objectives({ availability: 0.999, survives: 'pod' }),
  ),
  'bad-name': { bad: { sites: { East_1: aSite() } }, good: { sites: { east: aSite() } } },
  'latency-too-high': ofWorkload(nearby, { ...nearby, ...objectives({ networkMs: 200 }) }, far(100)),
  'metrics-retention-too-short': { bad: watched(7), good: watched(30) },
  'no-engine-image': ofPool({ machine: 'trn2.48xlarge' }, {}),
  'not-allowed': ofWorkload(
    { demand: { requestsPerSecond: 5, outputTokensPerSecond: 1500, inputTokens: 1000, outputTokens: 300 } },
    {},
  ),
  'pool-not-listed': ofWorkload({ pools: ['other'] }, { pools: ['serve'] }),
  'step-without-shift': { bad: move({ phase: 'warm', step: 0 }), good: move({ phase: 'shift', step: 0 }) },
  'tenant-not-in-queue': { bad: queued('others'), good: queued('assistants') },
  'unknown-component': {
    bad: { components: { 'chart/nothing': { version: '1.0.0' } } },
    good: { components: { 'chart/kueue': { version: '1.0.0' } } },
  },
  'weights-in-other-precision': ofWorkload({ precision: 'int4' }, { precision: 'fp8' }),
  'workload-without-pool': { bad: { sites: { east: aSite({ pools: {} }) } }, good: {} },
};
