import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What became of one stack. */
export interface Validation {
  readonly stack: string;
  readonly valid: boolean;
  /** Why the stack could not be validated at all; null where it was. */
  readonly skipped: string | null;
  readonly output: string;
}

/** Providers are installed once for all stacks, in a folder that the project's tree ignores. */
const CACHE = join(__dirname, '../node_modules/.cache/terraform-plugins');

/** Whether a `terraform` command is on the path. */
export const hasTerraform = (): boolean => spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

/** Runs `terraform validate` in every stack of a synthesized folder, with the providers that the machine can install. */
export function* validateStacks(out: string): Generator<Validation> {
  const missing: (readonly string[])[] = [];
  for (const stack of readdirSync(join(out, 'stacks')).sort()) {
    const cwd = join(out, 'stacks', stack);
    const providers = providersOf(cwd);
    const gone = missing.find((each) => each.every((provider) => providers.includes(provider)));
    if (gone !== undefined) {
      yield {
        stack,
        valid: false,
        skipped: `it needs ${gone.join(' and ')} as well, which could not be installed`,
        output: '',
      };
      continue;
    }
    const init = terraform(cwd, ['init', '-backend=false', '-input=false', '-no-color']);
    if (!init.ok) {
      missing.push(providers);
      yield {
        stack,
        valid: false,
        skipped: `its providers could not be installed: ${reasonOf(init.output)}`,
        output: '',
      };
      continue;
    }
    const validate = terraform(cwd, ['validate', '-no-color']);
    yield { stack, valid: validate.ok, skipped: null, output: validate.output };
  }
}

/** Providers of a stack by name. */
function providersOf(cwd: string): readonly string[] {
  const { terraform: settings } = JSON.parse(readFileSync(join(cwd, 'cdk.tf.json'), 'utf8'));
  return Object.keys(settings?.required_providers ?? {}).sort();
}

/** The sentence of an error that says why, on one line. */
function reasonOf(output: string): string {
  const text = output
    .slice(Math.max(output.indexOf('Error:'), 0))
    .replace(/[│╷╵]/g, ' ')
    .replace(/\s+/g, ' ');
  return (
    /could not (?:connect|find|query)[^:.]*(?:\.[a-z]+[^:.]*)*/i.exec(text)?.[0]?.trim() ?? text.slice(0, 120).trim()
  );
}

function terraform(cwd: string, args: readonly string[]): { readonly ok: boolean; readonly output: string } {
  const cache = process.env['TF_PLUGIN_CACHE_DIR'] ?? CACHE;
  mkdirSync(cache, { recursive: true });
  const env = {
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    TF_PLUGIN_CACHE_DIR: cache,
    // Else a stack without a lock file, which every new one is, downloads its providers again.
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1',
  };
  const result = spawnSync('terraform', args, { cwd, env, encoding: 'utf8' });
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}` };
}
