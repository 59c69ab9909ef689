import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FactoryReport, QUESTION_CONTEXT, REPORT_CONTEXT } from '../../constructs/record';
import { compare } from '../../planner/model/finding';
import type { Question } from '../../planner/reports/questions';
import type { Io } from '../io';
import type { App } from './app';

export interface RunAppOptions {
  /** What every factory of the app is asked. @default - nothing */
  readonly question?: Question;
  /** Context of the app. @default - the one of its `cdktf.json` */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** What an app left. */
export interface AppRun {
  /** Reports of its factories, by name. */
  readonly reports: readonly FactoryReport[];
  /** Why the app failed, with its last lines; null if it did not. */
  readonly failure: string | null;
  /** Folder with the stacks that it wrote; it is removed afterwards. */
  readonly out: string;
}

/** Synthesizes an app into a folder of its own, and removes the folder once `read` has read it. */
export function runApp<T>(app: App, io: Io, options: RunAppOptions, read: (run: AppRun) => T): T {
  const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-app-'));
  try {
    const folder = join(scratch, 'reports');
    const out = join(scratch, 'out');
    mkdirSync(folder);
    const context = {
      ...(options.context ?? app.context),
      cdktfRelativeModules: app.relativeModules,
      [REPORT_CONTEXT]: folder,
      ...(options.question === undefined ? {} : { [QUESTION_CONTEXT]: options.question }),
    };
    const { code, output } = io.shell(app.command, app.folder, {
      CDKTF_OUTDIR: out,
      CDKTF_CONTEXT_JSON: JSON.stringify(context),
      // cdktf gives large apps this much memory too.
      NODE_OPTIONS: io.env['NODE_OPTIONS'] ?? '--max-old-space-size=4096',
    });
    const reports = readReports(folder);
    return read({ reports, out, failure: failureOf(app, code, output, reports) });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function readReports(folder: string): FactoryReport[] {
  return readdirSync(folder)
    .map((file): FactoryReport => JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .sort((a, b) => compare(a.name, b.name));
}

/** Lines of an app's output that are shown if it fails. */
const LAST_LINES = 20;

function failureOf(app: App, code: number, output: string, reports: readonly FactoryReport[]): string | null {
  const foreign = reports.find((report) => report.version !== 1);
  if (foreign !== undefined) {
    return `factory ${foreign.name} reports in version ${foreign.version}, and this command reads version 1; use the command of the app's own cdktf-ai-factory`;
  }
  const lines = output.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
  const said = lines === '' ? '; it printed nothing' : `; its last lines:\n${lines}`;
  if (code !== 0) return `\`${app.command}\` ended with exit code ${code} in ${app.folder}${said}`;
  if (reports.length > 0) return null;
  return `\`${app.command}\` synthesized no AiFactory in ${app.folder}; add one, and use one version of cdktf-ai-factory for the app and for this command${lines === '' ? '' : said}`;
}
