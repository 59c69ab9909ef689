import { explainPath, formatPlan } from '../../planner/explain';
import { explainFactory } from '../../planner/plan-factory';
import { standardClouds } from '../clouds';
import type { ExitCode, Io } from '../io';
import { findingLines, json, loadFactory } from '../load';

export interface PlanOptions {
  readonly json?: boolean;
  readonly explain?: string;
}

/** `plan FILE`: the plan as tables, as JSON, or the arithmetic of one of its numbers. */
export function plan(file: string, options: PlanOptions, io: Io): ExitCode {
  const loaded = loadFactory(file, io);
  if (!('factory' in loaded)) {
    if (options.json === true) io.out(json({ findings: loaded.findings }));
    else io.err(findingLines(loaded.findings));
    return loaded.code;
  }
  const { factory, code } = loaded;
  if (options.explain !== undefined) {
    const plan = {
      ...explainFactory(factory.spec, factory.catalog, { clouds: standardClouds }),
      findings: factory.plan.findings,
    };
    const explained = explainPath(plan, options.explain, factory.isStated, standardClouds);
    if ('near' in explained) {
      const near = explained.near.map((path) => `  ${path}\n`).join('');
      io.err(
        `no explained number at "${options.explain}"${near === '' ? '; `plan --json` shows every number in its place\n' : `; near it are\n${near}`}`,
      );
      return 1;
    }
    io.out(options.json === true ? json(explained.json) : explained.text);
    return code;
  }
  io.out(options.json === true ? json(factory.plan) : formatPlan(factory.plan));
  return code;
}
