import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlacementProblem } from '../../../lib/planner/placement/problem';

/**
 * Solves a placement question with CBC, a solver that the library does not use. It is written straight from its words and
 * independent of the library's own model: whole replicas, a switch for each option that is used, whole nodes or racks.
 */
export function judge(
  problem: PlacementProblem,
  { gap = 0 }: { readonly gap?: number } = {},
): { readonly objective: number } | 'infeasible' {
  const measure = { cost: 'usdPerHourPerNode', power: 'wattsPerNode', carbon: 'gramsPerHourPerNode' } as const;
  const rows: string[] = [];
  const bounds: string[] = [];
  const integers: string[] = [];
  const binaries: string[] = [];
  const poolName = (site: string, pool: string): string => `n_${site}_${pool}`.replaceAll('-', '_');
  const stepOf = (site: string, pool: string): number =>
    problem.pools.find((each) => each.site === site && each.pool === pool)?.nodeStep ?? 1;
  const term = (value: number, name: string): string => `${value < 0 ? '-' : '+'} ${Math.abs(value)} ${name}`;
  const objective: string[] = [];
  const loadsOn = (pool: PlacementProblem['pools'][number], each: number): string[] =>
    problem.workloads.flatMap((workload) =>
      workload.options.flatMap((option) => {
        if (option.site !== pool.site || option.pool !== pool.pool || option.rejected !== null) return [];
        const perNode = Math.floor(pool.acceleratorsPerNode / option.acceleratorsPerReplica);
        const load = option.nodesPerReplica > 1 ? option.nodesPerReplica : 1 / perNode;
        return [term(load * each, `x_${workload.name}_${option.site}_${option.pool}`.replaceAll('-', '_'))];
      }),
    );
  for (const pool of problem.pools) {
    const name = poolName(pool.site, pool.pool);
    const step = stepOf(pool.site, pool.pool);
    objective.push(term(pool[measure[problem.minimise]] * step, name));
    integers.push(name);
    if (pool.fixedNodes !== null) bounds.push(`${name} = ${pool.fixedNodes / step}`);
    else bounds.push(`0 <= ${name} <= ${Math.floor((pool.maxNodes ?? 100000) / step)}`);
    const loads = loadsOn(pool, 1);
    if (loads.length > 0) rows.push(`${loads.join(' ')} - ${step} ${name} <= 0`);
  }
  for (const workload of problem.workloads) {
    const usable = workload.options
      .filter((option) => option.rejected === null)
      .map((option) => {
        const id = `${workload.name}_${option.site}_${option.pool}`.replaceAll('-', '_');
        return { option, x: `x_${id}`, z: `z_${id}` };
      });
    for (const { option, x, z } of usable) {
      integers.push(x);
      binaries.push(z);
      const most =
        Math.ceil(workload.peakRequestsPerSecond / option.requestsPerSecondPerReplica) + option.spareReplicas;
      bounds.push(`0 <= ${x} <= ${most}`);
      rows.push(`1 ${x} - ${most} ${z} <= 0`);
      // A used option keeps its spare replicas.
      rows.push(`1 ${x} - ${option.spareReplicas} ${z} >= 0`);
    }
    const capacity = (each: (typeof usable)[number]): string =>
      `${term(each.option.requestsPerSecondPerReplica, each.x)} ${term(-each.option.requestsPerSecondPerReplica * each.option.spareReplicas, each.z)}`;
    const sites = [...new Set(usable.map((each) => each.option.site))];
    const losses = problem.sitesThatMayFail === 0 ? [null] : sites;
    for (const lost of losses.length === 0 ? [null] : losses) {
      const left = usable.filter((each) => each.option.site !== lost);
      rows.push(`${left.map(capacity).join(' ') || '0 one'} >= ${workload.peakRequestsPerSecond}`);
    }
    for (const [site, share] of Object.entries(workload.shares ?? {})) {
      const here = usable.filter((each) => each.option.site === site);
      rows.push(`${here.map(capacity).join(' ') || '0 one'} >= ${share * workload.peakRequestsPerSecond}`);
    }
  }
  for (const limit of problem.limits) {
    const entries = Object.entries(limit.perNode);
    if (entries.length === 0) continue;
    const standing = entries.map(([pool, uses]) => term(uses * stepOf(limit.site, pool), poolName(limit.site, pool)));
    const busy = Object.entries(limit.perBusyNode ?? {}).flatMap(([name, adds]) => {
      const pool = problem.pools.find((each) => each.site === limit.site && each.pool === name);
      return pool === undefined ? [] : loadsOn(pool, adds);
    });
    rows.push(`${[...standing, ...busy].join(' ')} <= ${limit.most}`);
  }
  const text = [
    'Minimize',
    ` obj: ${objective.join(' ')}`,
    'Subject To',
    ...rows.map((row, index) => ` r${index}: ${row}`),
    'Bounds',
    ...bounds.map((bound) => ` ${bound}`),
    ' one = 1',
    'General',
    ` ${integers.join(' ')}`,
    ...(binaries.length > 0 ? ['Binary', ` ${binaries.join(' ')}`] : []),
    'End',
  ].join('\n');
  return cbc(text, gap);
}

function cbc(text: string, gap: number): { readonly objective: number } | 'infeasible' {
  const folder = mkdtempSync(join(tmpdir(), 'judge-'));
  try {
    const [question, answer] = [join(folder, 'question.lp'), join(folder, 'answer.txt')];
    writeFileSync(question, text);
    run([question, '-ratioGap', `${gap}`, '-allowableGap', '0', '-solve', '-solution', answer]);
    const [first = ''] = readFileSync(answer, 'utf8').split('\n');
    const optimal = /^Optimal .*objective value (\S+)/.exec(first);
    if (optimal?.[1] !== undefined) return { objective: Number(optimal[1]) };
    if (/^(Integer infeasible|Infeasible)/.test(first)) return 'infeasible';
    throw new Error(`CBC ends with: ${first}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(args: readonly string[]): void {
  try {
    execFileSync('cbc', args, { stdio: 'pipe' });
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw isMissing ? new Error('cbc is not installed; run `apt-get install coinor-cbc`') : error;
  }
}
