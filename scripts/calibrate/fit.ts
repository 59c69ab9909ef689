import type { PerformanceConstants } from '../../lib/planner/performance';
import type { Measurement } from './measurements';
import { prior } from './prior';
import { type Scored, scoreRows, withSplits } from './score';

type Key = keyof PerformanceConstants;

/** Where each constant may lie: what hardware and engines can do at all. */
const bounds: Readonly<Record<Key, readonly [number, number]>> = {
  bf16Compute: [0.3, 0.9],
  fp8Compute: [0.25, 0.85],
  fp4Compute: [0.15, 0.8],
  attentionCompute: [0.1, 0.8],
  bandwidth: [0.5, 0.95],
  activationTraffic: [0.2, 6],
  link: [0.15, 0.9],
  collectiveS: [2e-6, 60e-6],
  layerS: [2e-6, 150e-6],
  stepS: [1e-4, 2e-2],
  sequenceS: [1e-7, 5e-5],
  usableMemory: [0.85, 0.95],
  reservedGb: [0.5, 8],
  outputReserve: [0.5, 1],
  servedExperts: [1, 5],
  otherVendor: [0.3, 1.2],
  promptLayerS: [1e-5, 5e-3],
  promptExpertS: [1e-4, 2e-2],
  promptLinearS: [1e-5, 2e-2],
  expertLaunches: [1, 5],
  wallPerBoard: [1, 2],
  tail: [1, 3],
};

/** Weight of latency errors against throughput errors. */
const WEIGHT = { ttft: 1, tpot: 0.4, power: 0.4 } as const;
/** Beyond this error a row counts linearly: a few odd measurements must not bend the whole. */
const HUBER = 0.3;

const huber = (error: number): number => {
  const size = Math.abs(error);
  return size < HUBER ? (size * size) / (2 * HUBER) : size - HUBER / 2;
};

/** Error of a latency around which rows stop to count: engines schedule so differently that only the middle can be met. */
const SPREAD = 0.2;

const cauchy = (error: number): number => (SPREAD / 1.5) * Math.log(1 + (error / SPREAD) ** 2);

/** Configurations with many rows count less for each: the square root of their number. */
function rowWeights(rows: readonly Measurement[]): readonly number[] {
  const key = (row: Measurement): string => `${row.kind}/${row.model}/${row.gpu}/${row.asked['precision']}`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  return rows.map((row) => 1 / Math.sqrt(counts.get(key(row)) ?? 1));
}

/** Weight of the distance to the round numbers that a fit begins at: what rows say little of stays near them. */
const RIDGE = 0.003;

/** Mean squared logarithm of the constants over the round numbers. */
function distance(constants: PerformanceConstants): number {
  const keys = Object.keys(bounds) as Key[];
  const sum = keys.reduce((total, key) => total + Math.log(constants[key] / prior[key]) ** 2, 0);
  return sum / keys.length;
}

/** Mean weighted error of all rows that are answered; what is unanswered costs as much as a factor of three. */
export function lossOf(scored: readonly Scored[], weights: readonly number[]): number {
  let sum = 0;
  let total = 0;
  scored.forEach((each, index) => {
    const weight = weights[index] ?? 1;
    total += weight;
    sum += weight * (each.tokens === null ? huber(Math.log(3)) : huber(each.tokens));
    if (each.ttft !== null) sum += weight * WEIGHT.ttft * cauchy(each.ttft);
    if (each.power !== null) sum += weight * WEIGHT.power * huber(each.power);
    if (each.tpot !== null) sum += weight * WEIGHT.tpot * cauchy(each.tpot);
  });
  return sum / total;
}

/** Coordinate descent in the logarithm of each constant, with steps that shrink where nothing is gained. */
export function fitConstants(
  measured: readonly Measurement[],
  start: PerformanceConstants,
  sweeps = 12,
): { readonly constants: PerformanceConstants; readonly loss: number } {
  const rows = withSplits(measured, start);
  const weights = rowWeights(rows);
  let constants = { ...start };
  const lossAt = (tried: PerformanceConstants): number =>
    lossOf(scoreRows(rows, tried), weights) + RIDGE * distance(tried);
  let loss = lossAt(constants);
  const keys = Object.keys(bounds) as Key[];
  const steps = new Map(keys.map((key) => [key, 0.3]));
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const before = loss;
    for (const key of keys) {
      const step = steps.get(key) ?? 0.1;
      const [low, high] = bounds[key];
      let gained = false;
      for (const factor of [Math.exp(step), Math.exp(-step)]) {
        const value = Math.min(Math.max(constants[key] * factor, low), high);
        if (value === constants[key]) continue;
        const tried = { ...constants, [key]: value };
        const found = lossAt(tried);
        if (found < loss - 1e-7) {
          constants = tried;
          loss = found;
          gained = true;
          break;
        }
      }
      steps.set(key, gained ? Math.min(step * 1.3, 0.6) : step / 2);
    }
    if (before - loss < 1e-5 && sweep > 3) break;
  }
  return { constants, loss };
}
