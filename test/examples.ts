import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { afterEach, expect } from 'vitest';
import { build } from '../examples/03-frontier/main';
import { run } from '../lib/cli/run';
import { root } from './source';

const folders: string[] = [];
const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ai-factory-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Names of the examples. */
export const examples: readonly string[] = readdirSync(join(root, 'examples')).filter((name) => /^\d\d-/.test(name));

/** Synthesizes an example as its user would and returns the folder of its stacks. */
export async function synthesize(example: string): Promise<string> {
  const out = join(scratch(), 'out');
  if (example === '03-frontier') {
    const app = new App({ outdir: out });
    build(app);
    app.synth();
    return out;
  }
  const messages: string[] = [];
  const code = await run(['synth', join('examples', example, 'factory.yaml'), '--out', out], {
    out: () => {},
    err: (text) => messages.push(text),
    readFile: (path) => readFileSync(path, 'utf8'),
    writeFile: () => {
      throw new Error('this command writes no file');
    },
    exec: () => {
      throw new Error('this command runs no other');
    },
    readInput: () => '',
    cwd: root,
    env: {},
  });
  expect({ code, messages: code === 0 ? [] : messages }).toEqual({ code: 0, messages: [] });
  return out;
}

/** Ids of the stacks in a folder. */
export const stacksOf = (out: string): string[] => readdirSync(join(out, 'stacks')).sort();

/** The text of a stack in a folder. */
export const readStack = (out: string, stack: string): string =>
  readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8');
