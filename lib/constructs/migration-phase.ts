import type { IConstruct } from 'constructs';
import type { LibraryFinding } from '../planner/model/finding';

/** Key of the context of `cdktf.json` under which the phases of migrations are kept, by `<factory>/<migration>`. */
export const MIGRATION_CONTEXT = 'migrations';

/** Returns a warning for each migration of a factory in the context that the factory does not have. */
export function unusedPhases(construct: IConstruct, factory: string, migrations: readonly string[]): LibraryFinding[] {
  const context: unknown = construct.node.tryGetContext(MIGRATION_CONTEXT);
  if (typeof context !== 'object' || context === null) return [];
  const own = `${factory}/`;
  return Object.keys(context)
    .filter((key) => key.startsWith(own) && !migrations.includes(key.slice(own.length)))
    .map((key) => ({
      code: 'unused-phase',
      severity: 'warning',
      path: `migrations.${key.slice(own.length)}`,
      message: `the context of cdktf.json has a phase for ${key}, and the factory has no such migration; delete "${key}" from \`context.${MIGRATION_CONTEXT}\`, or a new migration of that name starts there`,
    }));
}

/** Phase of a migration as the context has it. */
export interface PhaseInContext {
  readonly phase?: unknown;
  readonly step?: unknown;
}

/** Returns the phase that the context states; empty if it states none. The schema judges the values. */
export function phaseInContext(construct: IConstruct, factory: string, migration: string): PhaseInContext {
  const context: unknown = construct.node.tryGetContext(MIGRATION_CONTEXT);
  if (typeof context !== 'object' || context === null) return {};
  const own: unknown = Reflect.get(context, `${factory}/${migration}`);
  if (own === undefined) return {};
  if (typeof own !== 'object' || own === null) return { phase: own };
  return { phase: Reflect.get(own, 'phase'), step: Reflect.get(own, 'step') };
}
