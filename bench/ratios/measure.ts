import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a process used from its start to its end. */
export interface Usage {
  readonly wallMs: number;
  /** Time of the user and of the system, of all threads. */
  readonly cpuMs: number;
  readonly rssMb: number;
}

const PRELOAD = join(__dirname, 'usage.cjs');

/** Runs a Node program in a process of its own. @throws Error with its output, if it fails */
export function measure(folder: string, args: readonly string[]): Usage {
  const file = join(folder, 'usage.json');
  const { status, stderr } = spawnSync(process.execPath, ['--require', PRELOAD, ...args], {
    cwd: folder,
    env: { ...process.env, RATIOS_USAGE: file },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}:\n${stderr}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Runs programs in turn, so that other work on the machine hits all of them alike; returns the runs of each. */
export function interleave<K extends string>(
  programs: Readonly<Record<K, () => Usage>>,
  rounds: number,
): Readonly<Record<K, readonly Usage[]>>;
export function interleave(
  programs: Readonly<Record<string, () => Usage>>,
  rounds: number,
): Readonly<Record<string, readonly Usage[]>> {
  const runs: Record<string, Usage[]> = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(programs)) runs[name]?.push(run());
  }
  return runs;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** Median of the ratios of runs to the runs beside them. */
export const ratio = (runs: readonly Usage[], others: readonly Usage[], key: keyof Usage): number =>
  median(runs.map((run, index) => run[key] / (others[index]?.[key] ?? Number.NaN)));
