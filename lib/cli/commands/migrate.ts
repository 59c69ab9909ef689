import { isDeepStrictEqual } from 'node:util';
import { atStop } from '../../planner/moves/at-stop';
import type { MigrationStep } from '../../planner/reports/questions';
import { editMigration } from '../../spec/edit-migration';
import { readSource } from '../../spec/source';
import { noStep, stepApp } from '../app/step-app';
import { standardClouds } from '../clouds';
import type { ExitCode, Io } from '../io';
import { type JudgeOptions, judgeOne, type Refused, refuse } from '../judge';
import type { ReadableTarget } from '../target';
import { printAnswer } from './print-answer';

export interface MigrateOptions extends JudgeOptions {
  /** Site that is lost at once. */
  readonly lost?: string;
}

/** `migrate plan FILE|APP [NAME]`: the phases of a migration with their price; with `--lost`, the loss of a site. */
export function migratePlan(given: string, name: string | undefined, options: MigrateOptions, io: Io): ExitCode {
  const { lost } = options;
  const question =
    lost === undefined ? ({ kind: 'migration', name } as const) : ({ kind: 'lost', site: lost } as const);
  const judged = judgeOne(given, options, io, question);
  return typeof judged === 'number' ? judged : printAnswer(judged.factory, options, io);
}

/** `migrate status FILE|APP`: the phase of each migration and its neighbours, even if the factory has errors. */
export function migrateStatus(given: string, options: JudgeOptions, io: Io): ExitCode {
  const judged = judgeOne(given, options, io, { kind: 'status' });
  return typeof judged === 'number' ? judged : printAnswer(judged.factory, options, io);
}

/**
 * `migrate next|back FILE|APP [NAME]`: writes the stop beside the present one into the factory file, or into the context of
 * the app's `cdktf.json`, and nothing else.
 */
export function migrateStep(
  direction: 'next' | 'back',
  given: string,
  name: string | undefined,
  options: JudgeOptions,
  io: Io,
): ExitCode {
  const judged = judgeOne(given, options, io, { kind: 'step', direction, name });
  if (typeof judged === 'number') return judged;
  const { target, factory } = judged;
  const { answer } = factory;
  if (answer === null || 'refused' in answer || answer.step === undefined) return printAnswer(factory, options, io);
  const { step } = answer;
  const place = placeOf(target);
  if (place === null) return refuse(noStep(`${target.name} cannot be written; name the factory file`), options, io);
  const edited =
    target.kind === 'app'
      ? stepApp(target.app, { factory: factory.name, direction, step }, io)
      : stepFile(target.name, place.text, step);
  if ('refused' in edited) return refuse(edited, options, io);
  if (io.readFile(place.path) !== place.text) {
    return refuse(noStep(`${place.path} was changed meanwhile; nothing was written, run this again`), options, io);
  }
  io.writeFile(place.path, edited.edited);
  return printAnswer(factory, options, io);
}

/** Returns the file that has the phase of a migration; null for standard input. */
function placeOf(target: ReadableTarget): { readonly path: string; readonly text: string } | null {
  if (target.kind === 'app') return { path: target.app.file, text: target.app.text };
  return target.path === null ? null : { path: target.path, text: target.text };
}

/** Returns the text of a factory file with the phase of a migration, or why it cannot be written. */
function stepFile(name: string, text: string, { migration, to }: MigrationStep): { readonly edited: string } | Refused {
  const edited = editMigration(text, migration, {
    phase: to.phase,
    ...(to.phase === 'shift' ? { step: to.step } : {}),
  });
  const before = readSource(text, { clouds: standardClouds });
  const after = readSource(edited, { clouds: standardClouds });
  const isRight =
    'source' in before &&
    'source' in after &&
    isDeepStrictEqual(after.source.spec, atStop(before.source.spec, migration, to));
  return isRight
    ? { edited }
    : noStep(`the phase of ${migration} cannot be written into ${name} without changing more; edit it by hand`);
}
