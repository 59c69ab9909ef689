import { formatPlan } from '../../planner/reports/format-plan';
import { type ExitCode, exitCodes, type Io } from '../io';
import { codeOf, type JudgeOptions, judgeOne, refuse } from '../judge';
import { json } from '../print';
import { printAnswer } from './print-answer';

export interface PlanOptions extends JudgeOptions {
  /** Path of a number of the plan. */
  readonly explain?: string;
}

/** `plan FILE|APP`: the plan as tables or as JSON, or the arithmetic of one of its numbers. */
export function plan(given: string, options: PlanOptions, io: Io): ExitCode {
  const { explain } = options;
  const question = explain === undefined ? undefined : ({ kind: 'explain', path: explain } as const);
  const judged = judgeOne(given, options, io, question);
  if (typeof judged === 'number') return judged;
  const { factory } = judged;
  if (factory.plan === null) return refuse({ refused: factory.findings, code: exitCodes.findings }, options, io);
  if (question !== undefined) return printAnswer(factory, options, io);
  const found = { ...factory.plan, findings: factory.findings };
  io.out(options.json === true ? json(found) : formatPlan(found));
  return codeOf(factory.findings);
}
