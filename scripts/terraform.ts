import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What became of one stack. */
export interface Validation {
  readonly stack: string;
  readonly valid: boolean;
  /** Why the stack could not be validated at all; null where it was. */
  readonly skipped: string | null;
  readonly output: string;
}

/** Whether a `terraform` command is on the path. */
export const hasTerraform = (): boolean => spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

/** Runs `terraform validate` in every stack of a synthesized folder, with the providers that the machine can install. */
export function validateStacks(out: string): Validation[] {
  return readdirSync(join(out, 'stacks'))
    .sort()
    .map((stack) => {
      const cwd = join(out, 'stacks', stack);
      const init = terraform(cwd, ['init', '-backend=false', '-input=false', '-no-color']);
      if (!init.ok)
        return { stack, valid: false, skipped: 'its providers could not be installed', output: init.output };
      const validate = terraform(cwd, ['validate', '-no-color']);
      return { stack, valid: validate.ok, skipped: null, output: validate.output };
    });
}

function terraform(cwd: string, args: readonly string[]): { readonly ok: boolean; readonly output: string } {
  const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
  const result = spawnSync('terraform', args, { cwd, env, encoding: 'utf8' });
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}` };
}
