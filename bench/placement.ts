import { readFileSync, writeFileSync } from 'node:fs';
import { placeWorkloads } from '../lib/planner/placement';
import type { PlacementProblem } from '../lib/planner/placement/problem';
import { sequence } from '../lib/planner/placement/sequence';
import { highsSolver as solver } from '../lib/solver/highs';
import { largeProblem } from '../test/planner/placement/large-problem';
import { SHAPES, variedProblem } from '../test/planner/placement/varied-problem';
import { median } from './ratios/measure';

/**
 * Places random factories of nine shapes and prints objective, proven gap and CPU time of each shape.
 *
 * `npx tsx bench/placement.ts [RESULTS [EARLIER]]` writes the results to a file and compares them with those of an earlier run.
 * `DRAWS` is the number of feasible factories of each shape (30), `SHAPES` the shapes (all), `SITES` and `WORKLOADS` fix the size
 * (drawn up to 20 x 20).
 */
interface Result {
  readonly objective: number | null;
  readonly gap: number;
  readonly seconds: number;
}

const env = (name: string): string | undefined => process.env[name];
const DRAWS = Number(env('DRAWS') ?? 30);
const MOST_SEEDS = 6 * DRAWS;
const [out, earlier] = process.argv.slice(2);
const before: Readonly<Record<string, Result>> = earlier === undefined ? {} : JSON.parse(readFileSync(earlier, 'utf8'));
const results: Record<string, Result> = {};

function draw(shape: string, seed: number): PlacementProblem {
  const next = sequence(seed * 104_729);
  const sites = Number(env('SITES') ?? 8 + Math.floor(next() * 13));
  const workloads = Number(env('WORKLOADS') ?? Math.ceil(sites * (0.2 + 0.8 * next() ** 2)));
  const size = { sites, workloads };
  const varied = SHAPES.find((each) => each === shape);
  return varied === undefined ? largeProblem(seed, size) : variedProblem(seed, varied, size);
}

function measured(problem: PlacementProblem): Result {
  const start = process.cpuUsage();
  const { objective, quality, infeasible } = placeWorkloads(problem, { solver });
  const { user, system } = process.cpuUsage(start);
  return { objective: infeasible === null ? objective : null, gap: quality.gap, seconds: (user + system) / 1e6 };
}

const percent = (share: number | undefined): string => (share === undefined ? '-' : `${(share * 100).toFixed(2)}%`);
const seconds = (each: number): string => `${each.toFixed(1)} s`;
const columns = (cells: readonly string[]): string => cells.map((cell, i) => cell.padEnd(i === 0 ? 14 : 11)).join('');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

measured(draw('usual', 1));
print(columns(['shape', 'drawn', 'feasible', 'gap', 'most', 'CPU', 'most', 'value', 'worst', 'lost']));
for (const shape of env('SHAPES')?.split(',') ?? ['usual', ...SHAPES]) {
  const found: Result[] = [];
  const ratios: number[] = [];
  let seed = 0;
  let lost = 0;
  while (found.length < DRAWS && seed < MOST_SEEDS) {
    seed++;
    const result = measured(draw(shape, seed));
    const known = before[`${shape}/${seed}`]?.objective;
    results[`${shape}/${seed}`] = result;
    if (out !== undefined) writeFileSync(out, JSON.stringify(results, null, 1));
    if (result.objective === null) lost += known == null ? 0 : 1;
    else found.push(result);
    if (result.objective !== null && known != null) ratios.push(result.objective / known - 1);
  }
  const gaps = found.map(({ gap }) => gap);
  const times = found.map((each) => each.seconds);
  print(
    columns([
      ...[shape, `${seed}`, `${found.length}`, percent(median(gaps)), percent(Math.max(...gaps))],
      ...[seconds(median(times)), seconds(Math.max(...times))],
      ...(ratios.length === 0 ? ['-', '-'] : [percent(median(ratios)), percent(Math.max(...ratios))]),
      `${lost}`,
    ]),
  );
}
