import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { FactoryError } from '../../errors';
import { type ExitCode, exitCodes, type Io } from '../io';
import { findingLines, json, loadFactory } from '../load';

export interface SynthOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * `synth FILE [--out DIR]`: a complete cdktf app for a factory file.
 *
 * The cdktf command says in CDKTF_OUTDIR where it expects the stacks. Nothing is written unless everything could be:
 * the app is built beside its target and then put in its place.
 */
export async function synth(file: string, options: SynthOptions, io: Io): Promise<ExitCode> {
  const loaded = loadFactory(file, io);
  if (!('factory' in loaded) || loaded.code !== 0) {
    if (options.json === true) io.out(json({ findings: loaded.findings }));
    else io.err(findingLines(loaded.findings));
    return loaded.code;
  }
  io.err(findingLines(loaded.findings));
  const target = resolve(io.cwd, options.out ?? io.env['CDKTF_OUTDIR'] ?? 'cdktf.out');
  mkdirSync(dirname(target), { recursive: true });
  const building = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    const { input } = loaded.factory;
    // Loaded here: the bindings cost more than every other command together.
    const { synthesizeFactory } = await import('../synthesize');
    const stacks = synthesizeFactory({ input, outdir: building });
    // cdktf keeps lock files and installed providers in the stacks' folders: replace what is ours and nothing else.
    for (const stack of stacks) {
      const folder = join(target, 'stacks', stack);
      rmSync(join(folder, 'assets'), { recursive: true, force: true });
      cpSync(join(building, 'stacks', stack), folder, { recursive: true });
    }
    if (existsSync(join(building, 'manifest.json')))
      renameSync(join(building, 'manifest.json'), join(target, 'manifest.json'));
    const where = relative(io.cwd, target) || '.';
    io.out(
      options.json === true
        ? json({ out: where, stacks, findings: loaded.findings })
        : `${stacks.length} stacks in ${where}: ${stacks.join(', ')}\n`,
    );
    return exitCodes.sound;
  } catch (error) {
    if (!(error instanceof FactoryError)) throw error;
    // Policies judge what was built, so what breaks them is known only now; nothing was put in place.
    if (options.json === true) io.out(json({ findings: error.findings }));
    else io.err(findingLines(error.findings));
    return exitCodes.findings;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}
