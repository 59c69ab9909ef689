import { isDeepStrictEqual } from 'node:util';
import { MIGRATION_CONTEXT } from '../../constructs/migration-phase';
import type { FactoryReport } from '../../constructs/record';
import type { LibraryFinding } from '../../planner/model/finding';
import type { MigrationStep } from '../../planner/reports/questions';
import type { Io } from '../io';
import { appFailed, type Refused } from '../judge';
import { APP_FILE, type App, parseApp } from './app';
import { editJson } from './edit-json';
import { runApp } from './run-app';

export interface AppStep {
  /** Name of the factory. */
  readonly factory: string;
  readonly direction: 'next' | 'back';
  readonly step: MigrationStep;
}

/**
 * Returns the text of `cdktf.json` with the phase of a migration in its context, or why it cannot be written.
 *
 * The app is synthesized once with the new context: that shows whether it takes the phase from there, and that it
 * synthesizes.
 */
export function stepApp(
  app: App,
  { factory, direction, step }: AppStep,
  io: Io,
): { readonly edited: string } | Refused {
  const { migration, from, to } = step;
  const key = `${factory}/${migration}`;
  const found = phaseIn(app.context, key);
  if (!isDeepStrictEqual(found, from)) {
    return inCode(migration, `the app is at ${wordsOf(from)}, the context says ${wordsOf(found)}`);
  }
  const place = { phase: to.phase, ...(to.phase === 'shift' ? { step: to.step } : {}) };
  const edited = edit(app, key, place);
  if ('problem' in edited) return noStep(edited.problem);
  return runApp(app, io, { context: edited.context }, ({ reports, failure }) => {
    const report = reports.find(({ name }) => name === factory);
    const errors = reports.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
    if (report === undefined || (failure !== null && errors.length === 0)) return appFailed(app.name, failure ?? '');
    if (!isDeepStrictEqual(phaseOf(report, migration), to)) {
      return inCode(
        migration,
        `with ${wordsOf(to)} in the context of ${APP_FILE} the app still is at ${wordsOf(from)}`,
      );
    }
    // A step back may lead to where only a later stop has errors; the planner has judged its own stop.
    return direction === 'next' && errors.length > 0 ? { refused: errors, code: 1 } : { edited: edited.text };
  });
}

type Place = Readonly<MigrationStep['from']>;

/** Phase in the context of an app. */
function phaseIn(context: App['context'], key: string): Place {
  const all = context[MIGRATION_CONTEXT];
  const own: unknown = typeof all === 'object' && all !== null ? Reflect.get(all, key) : undefined;
  return placeOf(typeof own === 'string' ? { phase: own } : own);
}

/** Phase in the report of a factory. */
const phaseOf = ({ spec }: FactoryReport, migration: string): Place => placeOf(spec?.migrations?.[migration]);

function placeOf(stated: unknown): Place {
  const get = (key: string): unknown =>
    typeof stated === 'object' && stated !== null ? Reflect.get(stated, key) : undefined;
  const phase = (get('phase') ?? 'planned') as Place['phase'];
  return { phase, step: phase === 'shift' ? Number(get('step') ?? 0) : 0 };
}

const wordsOf = ({ phase, step }: Place): string => (phase === 'shift' ? `shift, step ${step}` : phase);

function edit(
  app: App,
  key: string,
  place: object,
): { readonly text: string; readonly context: App['context'] } | { readonly problem: string } {
  try {
    const text = editJson(app.text, ['context', MIGRATION_CONTEXT, key], place);
    const read = parseApp(app.name, app.folder, text);
    if ('problem' in read) return read;
    const { context } = read.app;
    const { [MIGRATION_CONTEXT]: before, ...rest } = app.context;
    const wanted = { ...rest, [MIGRATION_CONTEXT]: { ...(before as object | undefined), [key]: place } };
    if (isDeepStrictEqual(context, wanted)) return { text, context };
  } catch (error) {
    return { problem: `${app.file} cannot be edited: ${error instanceof Error ? error.message : String(error)}` };
  }
  return { problem: `${app.file} cannot be edited without changing more; edit it by hand` };
}

const inCode = (migration: string, found: string): Refused =>
  noStep(
    `the phase of ${migration} is set in the code of the app, or in its factory file, and not in the context of ${APP_FILE} (${found}); change it there, or remove it so that the context applies`,
  );

export function noStep(message: string): Refused {
  const finding: LibraryFinding = { code: 'no-step', severity: 'error', path: 'migrations', message };
  return { refused: [finding], code: 1 };
}
