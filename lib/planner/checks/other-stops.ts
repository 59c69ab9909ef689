import type { FactorySpec } from '../../spec/factory';
import type { MigrationSpec } from '../../spec/traffic';
import { compare, type Finding } from '../model/finding';
import type { FactoryPlan } from '../model/plan';
import { atStop } from '../moves/at-stop';
import { ordinalOf, stopName, stopOf, stopsOf } from '../moves/stops';

const keyOf = ({ code, path, message }: Finding): string => JSON.stringify([code, path, message]);

/**
 * Errors at the other stops of the migrations of a factory, each once, under the migration that leads there:
 * the rule by its code, the stops and the place in the message.
 *
 * @param present findings at the present stop
 * @param planAt plans the factory as its file would state it at another stop
 */
export function stopFindings(
  spec: FactorySpec,
  present: readonly Finding[],
  planAt: (spec: FactorySpec) => Pick<FactoryPlan, 'findings'>,
): Finding[] {
  const known = new Set(present.map(keyOf));
  return Object.entries(spec.migrations)
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([name, migration]) => {
      const here = ordinalOf(migration, stopOf(migration));
      // A migration at an unknown stop has a check of its own.
      if (here === -1) return [];
      const others = stopsOf(migration).filter((_, ordinal) => ordinal !== here);
      return byStop(
        name,
        migration,
        others.map((stop) => ({
          stop: stopName(migration, stop),
          findings: planAt(atStop(spec, name, stop)).findings.filter((each) => !known.has(keyOf(each))),
        })),
      );
    });
}

/** Errors of several stops as findings of their migration; a problem of many stops is reported once. */
function byStop(
  name: string,
  migration: MigrationSpec,
  stops: readonly { readonly stop: string; readonly findings: readonly Finding[] }[],
): Finding[] {
  const told = new Map<string, { readonly finding: Finding; readonly stops: string[] }>();
  for (const { stop, findings } of stops) {
    for (const finding of findings.filter((each) => each.severity === 'error')) {
      const one = told.get(keyOf(finding)) ?? { finding, stops: [] };
      one.stops.push(stop);
      told.set(keyOf(finding), one);
    }
  }
  return [...told.values()].map(({ finding, stops: broken }) => ({
    code: finding.code,
    severity: 'error',
    path: `migrations.${name}`,
    message: `the move breaks a rule at ${rangesOf(migration, broken)}, at ${finding.path}: ${finding.message}`,
  }));
}

/** Stops as people list them: a run of three and more by its ends, such as `prepare to soak`. */
export function rangesOf(migration: MigrationSpec, names: readonly string[]): string {
  const all = stopsOf(migration).map((stop) => stopName(migration, stop));
  const runs: string[][] = [];
  for (const name of all) {
    if (!names.includes(name)) continue;
    const last = runs.at(-1);
    const follows = last !== undefined && all.indexOf(name) === all.indexOf(last.at(-1) ?? '') + 1;
    if (follows) last.push(name);
    else runs.push([name]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]} to ${run.at(-1)}` : run.join(', '))).join(', ');
}
