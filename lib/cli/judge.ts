import type { Finding, LibraryFinding } from '../planner/model/finding';
import type { FactoryPlan } from '../planner/model/plan';
import { type Answer, answerQuestion, type Question } from '../planner/reports/questions';
import { runApp } from './app/run-app';
import { type ExitCode, exitCodes, type Io } from './io';
import { loadFactory } from './load';
import { type JsonOption, printFindings } from './print';
import { type AppTarget, type FileTarget, type ReadableTarget, readTarget } from './target';

/** A factory of a file or an app, as it was judged. */
export interface JudgedFactory {
  readonly name: string;
  readonly findings: readonly Finding[];
  /** Null if the factory could not be planned. */
  readonly plan: FactoryPlan | null;
  /** Answer to the question; null if none was asked, or the factory could not be planned. */
  readonly answer: Answer | null;
}

/** Why a command does nothing. */
export interface Refused {
  readonly refused: readonly Finding[];
  readonly code: ExitCode;
}

/** The factories of a file or an app. */
export interface Judged {
  readonly target: ReadableTarget;
  readonly factories: readonly JudgedFactory[];
}

export interface JudgeOptions extends JsonOption {
  /** Name of the factory, for an app that has several. @default - all */
  readonly factory?: string;
}

/** Reads a file or runs an app, plans its factories, and asks each of them a question. */
export function judge(given: string, { factory }: JudgeOptions, io: Io, question?: Question): Judged | Refused {
  const target = readTarget(given, io);
  if (target.kind === 'unreadable') return { refused: target.findings, code: exitCodes.unreadable };
  const judged = target.kind === 'file' ? judgeFile(target, question) : judgeApp(target, io, question);
  if ('refused' in judged || factory === undefined) return judged;
  const factories = judged.factories.filter(({ name }) => name === factory);
  if (factories.length > 0) return { target, factories };
  return noFactory(`no factory "${factory}"; ${given} has ${namesOf(judged.factories)}`);
}

/** Judges the one factory that is meant, or says why there is none and returns the exit code of the command. */
export function judgeOne(
  given: string,
  options: JudgeOptions,
  io: Io,
  question?: Question,
): { readonly target: ReadableTarget; readonly factory: JudgedFactory } | ExitCode {
  const judged = judge(given, options, io, question);
  if ('refused' in judged) return refuse(judged, options, io);
  const { target, factories } = judged;
  const [factory] = factories;
  if (factory !== undefined && factories.length === 1) return { target, factory };
  return refuse(
    noFactory(`${given} has several factories: ${namesOf(factories)}; choose one with --factory`),
    options,
    io,
  );
}

/** Prints why a command does nothing, and returns its exit code. */
export function refuse({ refused, code }: Refused, options: JsonOption, io: Io): ExitCode {
  printFindings(refused, options, io);
  return code;
}

/** Exit code for findings. */
export const codeOf = (findings: readonly Finding[]): ExitCode =>
  findings.some(({ code }) => code === 'unreadable')
    ? exitCodes.unreadable
    : findings.some(({ severity }) => severity === 'error')
      ? exitCodes.findings
      : exitCodes.sound;

function judgeFile(target: FileTarget, question?: Question): Judged | Refused {
  const { findings, isUnreadable, planned } = loadFactory(target.name, target.text);
  if (isUnreadable) return { refused: findings, code: exitCodes.unreadable };
  const factory: JudgedFactory = {
    name: planned?.spec.name ?? target.name,
    findings,
    plan: planned?.plan ?? null,
    answer: planned === undefined || question === undefined ? null : answerQuestion(planned, question),
  };
  return { target, factories: [factory] };
}

function judgeApp(target: AppTarget, io: Io, question?: Question): Judged | Refused {
  return runApp(target.app, io, { question }, ({ reports, failure }) => {
    // An app ends with an error because of the findings of its factories, or for a reason of its own.
    if (failure === null || codeOf(reports.flatMap(({ findings }) => findings)) !== exitCodes.sound) {
      return { target, factories: reports };
    }
    return appFailed(target.name, failure);
  });
}

/** An app that could not be synthesized for a reason that is not among the findings of its factories. */
export const appFailed = (name: string, failure: string): Refused => ({
  refused: [{ code: 'app-failed', severity: 'error', path: name, message: failure } satisfies LibraryFinding],
  code: exitCodes.unreadable,
});

const noFactory = (message: string): Refused => ({
  refused: [{ code: 'no-factory', severity: 'error', path: '(root)', message } satisfies LibraryFinding],
  code: exitCodes.findings,
});

const namesOf = (factories: readonly JudgedFactory[]): string => factories.map(({ name }) => name).join(', ');
