import { nodeIo } from '../lib/cli/node-io';
import { run } from '../lib/cli/run';
import { hasTerraform, validateStacks } from './terraform';

/** The main job on the flagship example: plan it, write its Terraform, and validate that where it can be. */
const EXAMPLE = 'examples/02-region-to-hall/factory.yaml';
const OUT = 'cdktf.out';

async function main(): Promise<number> {
  const print = (text: string) => process.stdout.write(text);
  const io = { ...nodeIo(), out: print, err: print, env: {} };
  print(`${EXAMPLE}\n\n`);
  const planned = await run(['plan', EXAMPLE], io);
  if (planned !== 0) return planned;
  // What synthesis finds beside, the plan has said; where it fails it speaks.
  const said: string[] = [];
  const written = await run(['synth', EXAMPLE, '--out', OUT], { ...io, err: (text) => said.push(text) });
  if (written !== 0) {
    print(said.join(''));
    return written;
  }
  if (!hasTerraform()) {
    print('\nterraform is not on the path: the stacks were not validated\n');
  } else {
    print('\nterraform validate\n');
    let broken = 0;
    let skippedAny = false;
    for (const { stack, valid, skipped, output } of validateStacks(OUT)) {
      print(`  ${stack}: ${skipped === null ? (valid ? 'valid' : 'NOT VALID') : `not run, ${skipped}`}\n`);
      skippedAny ||= skipped !== null;
      if (skipped === null && !valid) {
        print(output);
        broken += 1;
      }
    }
    if (skippedAny)
      print('  to validate all: give terraform its registry, or a mirror of the providers by TF_CLI_CONFIG_FILE\n');
    if (broken > 0) return 1;
  }
  print(`\nthe Terraform lies in ${OUT}/stacks, one folder a stack\n`);
  return 0;
}

main().then((code) => {
  process.exitCode = code;
});
