import type { IConstruct } from 'constructs';

/** Key of the context of `cdktf.json` under which the phases of migrations are kept, by `<factory>/<migration>`. */
export const MIGRATION_CONTEXT = 'migrations';

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
