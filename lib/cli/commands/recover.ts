import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type ExitCode, exitCodes, type Io } from '../io';
import { findingLines, json, loadFactory } from '../load';
import { IMPORTS_FILE, recoverStack } from '../recover/recover-stack';

export interface RecoverOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `recover FILE STACK`: after a killed apply, import blocks for what exists and is not in the state. */
export async function recover(file: string, stack: string, options: RecoverOptions, io: Io): Promise<ExitCode> {
  const loaded = loadFactory(file, io);
  if (!('factory' in loaded) || loaded.code !== 0) {
    if (options.json === true) io.out(json({ findings: loaded.findings }));
    else io.err(findingLines(loaded.findings));
    return loaded.code;
  }
  const folder = resolve(io.cwd, options.out ?? io.env['CDKTF_OUTDIR'] ?? 'cdktf.out', 'stacks', stack);
  const refuse = (message: string): ExitCode => {
    const finding = { code: 'no-recovery', severity: 'error', path: stack, message } as const;
    if (options.json === true) io.out(json({ findings: [finding] }));
    else io.err(findingLines([finding]));
    return exitCodes.findings;
  };
  if (!existsSync(join(folder, 'cdk.tf.json'))) {
    return refuse(
      `${relative(io.cwd, folder)} holds no stack; name one that was applied, and --out where it is elsewhere`,
    );
  }
  const { input, spec } = loaded.factory;
  const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-recover-'));
  try {
    const { synthesizeFactory } = await import('../synthesize');
    const stacks = synthesizeFactory({ input, outdir: scratch });
    if (!stacks.includes(stack)) return refuse(`the factory has no such stack; it has ${stacks.join(', ')}`);
    const read = (base: string): string => readFileSync(join(base, 'cdk.tf.json'), 'utf8');
    if (read(folder) !== read(join(scratch, 'stacks', stack))) {
      return refuse('what was applied differs from the factory file; run synth first, so that both are the same');
    }
    const recovered = recoverStack(io, { folder, stack, factory: spec.name, json: JSON.parse(read(folder)) });
    if (options.json === true) io.out(json(recovered));
    else io.out(words(recovered, relative(io.cwd, join(folder, IMPORTS_FILE))));
    return exitCodes.sound;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function words({ imports, byHand, toCreate, orphans }: ReturnType<typeof recoverStack>, file: string): string {
  const lines =
    imports.length === 0
      ? [`nothing exists that the state lacks; ${toCreate.length} resources are still to be made: apply again`]
      : [
          ...imports.map(({ to, id }) => `import ${to} <- ${id}`),
          `${imports.length} import blocks in ${file}, ${toCreate.length} resources still to be made: apply, then remove the file`,
        ];
  const left = orphans.map(({ address, arn }) => `orphan ${arn}: ${address} has another object; remove it by hand`);
  const look = byHand.map(({ address, reason }) => `look first for ${address}: ${reason}`);
  return `${[...look, ...lines, ...left].join('\n')}\n`;
}
