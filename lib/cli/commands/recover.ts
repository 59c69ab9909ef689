import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { LibraryFinding } from '../../planner/model/finding';
import { withFreshStacks } from '../fresh-stacks';
import { type ExitCode, exitCodes, type Io } from '../io';
import { refuse } from '../judge';
import { type JsonOption, json } from '../print';
import { repairText } from '../recover/local-state';
import { IMPORTS_FILE, type Recovered, recoverStack } from '../recover/recover-stack';
import { readTarget } from '../target';

export interface RecoverOptions extends JsonOption {
  /** Output folder. @default - the one that cdktf names, else the one of the app, else `cdktf.out` */
  readonly out?: string;
}

/** `recover FILE|APP STACK`: writes import blocks for objects that a killed apply created and the state misses. */
export async function recover(given: string, stack: string, options: RecoverOptions, io: Io): Promise<ExitCode> {
  const target = readTarget(given, io);
  if (target.kind === 'unreadable') {
    return refuse({ refused: target.findings, code: exitCodes.unreadable }, options, io);
  }
  const output = options.out ?? io.env['CDKTF_OUTDIR'] ?? (target.kind === 'app' ? target.app.output : 'cdktf.out');
  const folder = resolve(io.cwd, output, 'stacks', stack);
  const no = (message: string) =>
    ({
      refused: [{ code: 'no-recovery', severity: 'error', path: stack, message } satisfies LibraryFinding],
      code: exitCodes.findings,
    }) as const;
  if (!existsSync(join(folder, 'cdk.tf.json'))) {
    const where = relative(io.cwd, folder);
    const message = `${where} contains no stack; name a stack that was applied, and set --out if its folder is elsewhere`;
    return refuse(no(message), options, io);
  }
  const result = await withFreshStacks(target, io, ({ out, factories }) => {
    const names = [...factories.keys()].join(', ');
    if (!factories.has(stack)) return no(`unknown stack "${stack}"; defined stacks: ${names}`);
    const factory = factories.get(stack) ?? null;
    if (factory === null) return no(`${stack} is a stack of no factory, so nothing is known of its objects`);
    const read = (base: string): string => readFileSync(join(base, 'cdk.tf.json'), 'utf8');
    if (read(folder) !== read(join(out, 'stacks', stack))) {
      return no(`the synthesized stack differs from ${given}; synthesize it first, so that both are the same`);
    }
    try {
      const recoveries = factory.clouds.flatMap(({ recovery }) => recovery ?? []);
      const stackJson = JSON.parse(read(folder));
      return {
        recovered: recoverStack(io, { folder, stack, factory: factory.name, recoveries, json: stackJson }),
        clouds: factory.clouds.map(({ name }) => name),
      };
    } catch (error) {
      return no(error instanceof Error ? error.message : String(error));
    }
  });
  if ('refused' in result) return refuse(result, options, io);
  const { recovered, clouds } = result;
  if (options.json === true) io.out(json(recovered));
  else io.out(words(recovered, { folder, clouds, cwd: io.cwd }));
  return exitCodes.sound;
}

interface Place {
  readonly folder: string;
  /** Names of the factory's clouds. */
  readonly clouds: readonly string[];
  readonly cwd: string;
}

function words(recovered: Recovered, { folder, clouds, cwd }: Place): string {
  const { state, imports, byHand, notSearched, toCreate, orphans } = recovered;
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
  const left = orphans.map(
    ({ address, object }) => `orphan ${object}: ${address} has another object; remove it by hand`,
  );
  const look = byHand.map(({ address, reason }) => `look first for ${address}: ${reason}`);
  const unknown =
    notSearched.length === 0
      ? []
      : [
          `not looked for: ${notSearched.join(', ')}, because no recovery of ${clouds.join(', ')} covers their types; before you apply, run "terraform import" for each that exists, or add \`recovery\` to the cloud`,
        ];
  return `${[...repair, ...stale, ...look, ...unknown, ...lines, ...left].join('\n')}\n`;
}
