import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { type ExitCode, exitCodes, type Io } from '../io';
import { findingLines, json, loadFactory } from '../load';
import { repairText } from '../recover/local-state';
import { IMPORTS_FILE, recoverStack } from '../recover/recover-stack';

export interface RecoverOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** Runs `recover FILE STACK`: writes import blocks for objects that a killed apply created and the state misses. */
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
      `${relative(io.cwd, folder)} contains no stack; name a stack that was applied, and set --out if its folder is elsewhere`,
    );
  }
  const { input, spec } = loaded.factory;
  const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-recover-'));
  try {
    const { synthesizeFactory } = await import('../synthesize');
    const stacks = synthesizeFactory({ input, outdir: scratch });
    if (!stacks.includes(stack)) return refuse(`unknown stack "${stack}"; defined stacks: ${stacks.join(', ')}`);
    const read = (base: string): string => readFileSync(join(base, 'cdk.tf.json'), 'utf8');
    if (read(folder) !== read(join(scratch, 'stacks', stack))) {
      return refuse('the synthesized stack differs from the factory file; run synth first, so that both are the same');
    }
    const recovered = recoverStack(io, { folder, stack, factory: spec.name, json: JSON.parse(read(folder)) });
    if (options.json === true) io.out(json(recovered));
    else io.out(words(recovered, folder, io.cwd));
    return exitCodes.sound;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function words(recovered: ReturnType<typeof recoverStack>, folder: string, cwd: string): string {
  const { state, imports, byHand, toCreate, orphans } = recovered;
  const file = relative(cwd, join(folder, IMPORTS_FILE));
  const repair = state === null ? [] : [repairText(state, cwd)];
  const stale =
    state?.from === 'backup'
      ? [
          'if the killed apply replaced or deleted objects, run "terraform apply -refresh-only" in the stack and run recover again',
        ]
      : [];
  const lines =
    imports.length === 0
      ? [`the state misses no object that exists; ${toCreate.length} resources are still to be created: apply again`]
      : [
          ...imports.map(({ to, id }) => `import ${to} <- ${id}`),
          `${imports.length} import blocks in ${file}, ${toCreate.length} resources still to be created: apply, then remove the file`,
        ];
  const left = orphans.map(({ address, arn }) => `orphan ${arn}: ${address} has another object; remove it by hand`);
  const look = byHand.map(({ address, reason }) => `look first for ${address}: ${reason}`);
  return `${[...repair, ...stale, ...look, ...lines, ...left].join('\n')}\n`;
}
