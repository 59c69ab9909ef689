import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { root } from './source';

const folders: string[] = [];
const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ai-factory-'));
  folders.push(folder);
  return folder;
};
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Names of the examples. */
export const examples: readonly string[] = readdirSync(join(root, 'examples')).filter((name) => /^\d\d-/.test(name));

/** Synthesizes an example as its `main.ts` does and returns the folder of its stacks. */
export async function synthesize(example: string): Promise<string> {
  const app = new App({ outdir: join(scratch(), 'out') });
  const { build } = await import(`../examples/${example}/main.ts`);
  build(app);
  app.synth();
  return app.outdir;
}

/** Ids of the stacks in a folder. */
export const stacksOf = (out: string): string[] => readdirSync(join(out, 'stacks')).sort();

/** The text of a stack in a folder. */
export const readStack = (out: string, stack: string): string =>
  readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8');
