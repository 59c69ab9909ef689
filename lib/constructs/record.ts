import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, type Finding } from '../planner/model/finding';
import type { FactoryPlan } from '../planner/model/plan';
import type { Answer } from '../planner/reports/questions';
import type { CloudRecovery } from '../port/recovery';
import type { FactoryInput } from '../spec/factory';
import type { ICloud } from './cloud';

/** Key of the context with the absolute path of a folder; factories of an app write their reports there. */
export const REPORT_CONTEXT = 'ai-factory:report';

/** Key of the context with a question; factories write their answers into their reports. */
export const QUESTION_CONTEXT = 'ai-factory:question';

/** Folder of the records, in the output folder of the app. */
export const RECORD_FOLDER = 'ai-factory';

/** What a factory leaves beside its stacks at every synthesis: `<outdir>/ai-factory/<factory>.json`. */
export interface FactoryRecord {
  readonly version: 1;
  /** The factory as the data of a factory file. */
  readonly spec: FactoryInput;
  readonly plan: FactoryPlan;
}

/** Report of a factory for a command; it is written whether the factory has errors or not. */
export interface FactoryReport {
  readonly version: 1;
  readonly name: string;
  /** The factory as the data of a factory file; null if it could not be read. */
  readonly spec: FactoryInput | null;
  /** Null if the factory could not be planned. */
  readonly plan: FactoryPlan | null;
  /** All findings: those of the plan, and errors of the synthesis. */
  readonly findings: readonly Finding[];
  /** Null if nothing was asked, or the factory could not be planned. */
  readonly answer: Answer | null;
  /** Clouds of the factory; empty if it could not be read. */
  readonly clouds: readonly ReportedCloud[];
}

/** What a command must know of a cloud of a factory. */
export interface ReportedCloud {
  readonly name: string;
  /** Null if the cloud has none. */
  readonly recovery: CloudRecovery | null;
}

/** Returns what a command must know of a cloud. */
export const reportCloud = ({ rules, recovery }: ICloud): ReportedCloud => ({
  name: rules.name,
  recovery: recovery ?? null,
});

/** Writes the record of a factory. It is the same on every machine: places in the user's code are left out. */
export function writeRecord(
  outdir: string,
  { name, spec, plan }: { readonly name: string } & Omit<FactoryRecord, 'version'>,
): void {
  const findings = plan.findings.map(({ at: _, ...finding }) => finding);
  const record: FactoryRecord = { version: 1, spec, plan: { ...plan, findings } };
  write(join(outdir, RECORD_FOLDER), name, sortedKeys(record));
}

/** Writes the report of a factory into a folder. */
export function writeReport(folder: string, report: FactoryReport): void {
  write(folder, report.name, report);
}

function write(folder: string, name: string, value: unknown): void {
  mkdirSync(folder, { recursive: true });
  // A name that the schema refuses may hold anything.
  const file = `${name.replace(/[^A-Za-z0-9.-]/g, '_')}.json`;
  writeFileSync(join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compare(a, b))
      .map(([key, each]) => [key, sortedKeys(each)]),
  );
}
