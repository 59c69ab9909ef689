import { HOURS_PER_DAY, HOURS_PER_MONTH, kilowatts, round } from '../../units/convert';
import { compare } from '../finding';
import { limitKinds, limitPath, limitsOf, withPool, withSite } from './limits';
import { buildModel, type LimitKind, type Model } from './model';
import type { Placement, PlacementProblem } from './problem';
import { search } from './search';
import { type Solution, usage } from './solution';

/** Work for one question of what easing a limit would save. */
const EASING_WORK = 3e7;

/** Limits that hold the objective back, with what easing them by a node's worth would save. */
export function bindingOf(problem: PlacementProblem, model: Model, solution: Solution): Placement['binding'] {
  const found: { path: string; words: string; saving: number }[] = [];
  for (const site of problem.sites) {
    for (const kind of limitKinds) {
      const limit = site[kind];
      if (limit === null) continue;
      const row = model.limits.find((each) => each.siteName === site.site && each.kind === kind);
      const sizes = model.pools
        .filter((pool) => pool.siteName === site.site && pool.fixed === null)
        .map((pool) => pool.uses[kind] * pool.step)
        .filter((size) => size > 0)
        .sort((a, b) => a - b);
      const largest = sizes.at(-1);
      if (row === undefined || largest === undefined) continue;
      const left = limit - usage(model, solution.nodes, row);
      // A limit with room for one more of its largest nodes holds nothing back.
      if (left >= largest) continue;
      for (const size of sizes) {
        const step = niceStep(size - Math.min(left, size), kind);
        const eased = search(buildModel(withSite(problem, site.site, { [kind]: limit + step })), { work: EASING_WORK });
        const saving = solution.objective - (eased.solution?.objective ?? solution.objective);
        if (saving <= Math.abs(solution.objective) * 1e-6) continue;
        found.push({
          path: limitPath(site.site, kind),
          saving,
          words: `${amount(step, kind)} more at ${site.site} would save ${saved(saving, problem.minimise)}`,
        });
        break;
      }
    }
  }
  for (const limit of limitsOf(problem)) {
    if (limit.kind !== 'nodes' || limit.site === null || limit.pool === null) continue;
    const index = model.pools.findIndex((pool) => pool.siteName === limit.site && pool.name === limit.pool);
    const pool = model.pools[index];
    // A stated count stands in any case: one more node costs what it costs, and nothing is held back.
    if (pool === undefined || pool.fixed !== null) continue;
    const nodes = solution.nodes[index] ?? 0;
    const most = problem.pools.find((each) => each.site === limit.site && each.pool === limit.pool)?.maxNodes ?? null;
    if (most === null || nodes + pool.step <= most) continue;
    const eased = search(buildModel(withPool(problem, limit.site, limit.pool, most + pool.step)), {
      work: EASING_WORK,
    });
    const saving = solution.objective - (eased.solution?.objective ?? solution.objective);
    if (saving <= Math.abs(solution.objective) * 1e-6) continue;
    found.push({
      path: limit.path,
      saving,
      words: `${pool.step} more ${pool.step === 1 ? 'node' : 'nodes'} of ${limit.pool} at ${limit.site} would save ${saved(saving, problem.minimise)}`,
    });
  }
  return found
    .sort((a, b) => b.saving - a.saving || compare(a.path, b.path))
    .map(({ path, words }) => ({ path, words }));
}

/** Rounds an easing up to a figure that a person would ask for. */
function niceStep(step: number, kind: LimitKind): number {
  const unit = kind === 'itWatts' || kind === 'coolingWatts' ? 1e3 : kind === 'usdPerHour' ? 1 : 1e2;
  return Math.ceil(step / unit + 1e-9) * unit;
}

function amount(step: number, kind: LimitKind): string {
  switch (kind) {
    case 'itWatts':
      return `${round(kilowatts(step), 1)} kW`;
    case 'coolingWatts':
      return `${round(kilowatts(step), 1)} kW of cooling`;
    case 'usdPerHour':
      return `$${round(step * HOURS_PER_MONTH)} a month`;
    case 'gramsPerHour':
      return `${round((step * HOURS_PER_DAY) / 1e3, 1)} kg CO2e a day`;
  }
}

/** A saving in the unit of what is minimised. */
export function saved(saving: number, minimise: PlacementProblem['minimise']): string {
  switch (minimise) {
    case 'cost':
      return `$${saving >= 10 ? round(saving) : round(saving, 2)}/h`;
    case 'power':
      return `${round(kilowatts(saving), 2)} kW`;
    case 'carbon':
      return `${round(saving / 1e3, 2)} kg CO2e/h`;
  }
}
