import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { build } from '../examples/02-region-to-hall/main';
import { FactoryError } from '../lib';
import { formatPlan } from '../lib/planner/reports/format-plan';
import { hasTerraform, validateStacks } from './terraform';

/** Plans the flagship example, writes its Terraform, and validates it if Terraform is there. */
const EXAMPLE = 'examples/02-region-to-hall/main.ts';
const OUT = 'cdktf.out';

const print = (text: string): void => void process.stdout.write(text);

function main(): number {
  print(`${EXAMPLE}\n\n`);
  rmSync(join(OUT, 'stacks'), { recursive: true, force: true });
  const app = new App({ outdir: OUT });
  const factory = build(app);
  print(formatPlan(factory.plan));
  app.synth();
  const failed = hasTerraform() ? validate() : skip();
  print(`\nThe Terraform is in ${OUT}/stacks, one folder for each stack.\n`);
  return failed ? 1 : 0;
}

function skip(): boolean {
  print('\nterraform is not on the path: the stacks were not validated\n');
  return false;
}

/** Runs `terraform validate` in every stack and returns whether one is invalid. */
function validate(): boolean {
  print('\nterraform validate\n');
  const validations = [...validateStacks(OUT)];
  for (const { stack, valid, skipped, output } of validations) {
    print(`  ${stack}: ${skipped === null ? (valid ? 'valid' : 'NOT VALID') : `not run, ${skipped}`}\n`);
    if (skipped === null && !valid) print(output);
  }
  if (validations.some(({ skipped }) => skipped !== null)) {
    print('  to validate all: give terraform its registry, or a mirror of the providers by TF_CLI_CONFIG_FILE\n');
  }
  return validations.some(({ skipped, valid }) => skipped === null && !valid);
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof FactoryError)) throw error;
  print(`${error.message}\n`);
  process.exitCode = 1;
}
