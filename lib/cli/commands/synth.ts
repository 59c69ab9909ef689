import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { RECORD_FOLDER, REPORT_CONTEXT, writeReport } from '../../constructs/record';
import { FactoryError } from '../../errors';
import type { LibraryFinding } from '../../planner/model/finding';
import { type ExitCode, exitCodes, type Io } from '../io';
import { refuse } from '../judge';
import { loadFactory } from '../load';
import { missingPackage } from '../missing-package';
import { findingLines, type JsonOption, json } from '../print';
import { siteClassesOf } from '../site-classes';
import { readTarget } from '../target';

export interface SynthOptions extends JsonOption {
  /** Output folder. @default - the one that cdktf names, else `cdktf.out` */
  readonly out?: string;
}

/**
 * `synth FILE [--out DIR]`: a complete cdktf app for a factory file.
 *
 * The cdktf command says in CDKTF_OUTDIR where it expects the stacks. Nothing is written unless everything could be:
 * the app is built beside its target and then put in its place.
 */
export async function synth(file: string, options: SynthOptions, io: Io): Promise<ExitCode> {
  const target = readTarget(file, io);
  if (target.kind === 'unreadable') {
    return refuse({ refused: target.findings, code: exitCodes.unreadable }, options, io);
  }
  if (target.kind === 'app') {
    const message = `${file} is an app, which synthesizes itself; run cdktf synth there, or give a factory file`;
    return refuse({ refused: [notAFile(message)], code: exitCodes.unreadable }, options, io);
  }
  const { name, text } = target;
  const loaded = loadFactory(name, text);
  const { source, planned } = loaded;
  const isSound = loaded.findings.every(({ severity }) => severity !== 'error');
  // A command that runs this one as the app of a cdktf.json reads what the factory itself reports, if it can be planned.
  const reports = reportFolder(io);
  if (source === undefined || planned === undefined || (!isSound && reports === undefined)) {
    const { findings } = loaded;
    if (reports !== undefined) {
      writeReport(reports, {
        version: 1,
        name: basename(name),
        spec: null,
        plan: null,
        findings,
        answer: null,
        clouds: [],
      });
    }
    const code = loaded.isUnreadable ? exitCodes.unreadable : exitCodes.findings;
    return refuse({ refused: loaded.findings, code }, options, io);
  }
  const out = resolve(io.cwd, options.out ?? io.env['CDKTF_OUTDIR'] ?? 'cdktf.out');
  mkdirSync(dirname(out), { recursive: true });
  const building = mkdtempSync(join(dirname(out), `.${basename(out)}-`));
  try {
    const sites = await siteClassesOf(source.input);
    // Loaded here: cdktf and the bindings cost more than every other command together.
    const { synthesizeFactory } = await import('../synthesize');
    const stacks = synthesizeFactory({ source, planned, sites, outdir: building });
    replaceOutput(building, out, stacks);
    const where = relative(io.cwd, out) || '.';
    if (options.json === true) io.out(json({ out: where, stacks, findings: loaded.findings }));
    else {
      // cdktf shows warnings and notes itself: they are annotations of the stacks.
      if (!isRunByCdktf(io)) io.err(findingLines(loaded.findings));
      io.out(`${stacks.length} stacks in ${where}: ${stacks.join(', ')}\n`);
    }
    return exitCodes.sound;
  } catch (error) {
    // Policies judge what was built, so violations are known only now; nothing was put in place.
    if (error instanceof FactoryError)
      return refuse({ refused: error.findings, code: exitCodes.findings }, options, io);
    const missing = missingPackage(error, io.manifest);
    if (missing === undefined) throw error;
    return refuse({ refused: [missing], code: exitCodes.findings }, options, io);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** cdktf keeps lock files and installed providers in the folders of the stacks: replaces what is ours and nothing else. */
function replaceOutput(built: string, out: string, stacks: readonly string[]): void {
  for (const stack of stacks) {
    const folder = join(out, 'stacks', stack);
    const fresh = join(built, 'stacks', stack);
    if (!existsSync(folder)) {
      mkdirSync(dirname(folder), { recursive: true });
      renameSync(fresh, folder);
      continue;
    }
    rmSync(join(folder, 'assets'), { recursive: true, force: true });
    for (const each of readdirSync(fresh)) renameSync(join(fresh, each), join(folder, each));
  }
  rmSync(join(out, RECORD_FOLDER), { recursive: true, force: true });
  for (const each of [RECORD_FOLDER, 'manifest.json']) {
    if (existsSync(join(built, each))) renameSync(join(built, each), join(out, each));
  }
}

/** Folder for reports if a command runs `synth` as an app and needs them; else undefined. */
function reportFolder(io: Io): string | undefined {
  const context: unknown = JSON.parse(io.env['CDKTF_CONTEXT_JSON'] ?? '{}');
  const folder: unknown =
    typeof context === 'object' && context !== null ? Reflect.get(context, REPORT_CONTEXT) : undefined;
  return typeof folder === 'string' ? folder : undefined;
}

/** cdktf sets it for apps whose annotations it prints. */
const isRunByCdktf = (io: Io): boolean => io.env['CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS'] !== undefined;

const notAFile = (message: string): LibraryFinding => ({
  code: 'unreadable',
  severity: 'error',
  path: '(root)',
  message,
});
