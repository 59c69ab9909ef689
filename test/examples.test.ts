import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App } from 'cdktf';
import { afterEach, describe, expect, it } from 'vitest';

const folders: string[] = [];
const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ai-factory-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const root = join(__dirname, '..');
const examples = readdirSync(join(root, 'examples')).filter((name) => /^\d\d-/.test(name));

/** Synthesizes an example as its `main.ts` does and returns the folder of its stacks. */
async function synthesize(example: string): Promise<string> {
  const app = new App({ outdir: join(scratch(), 'out') });
  const { build } = await import(`../examples/${example}/main.ts`);
  build(app);
  app.synth();
  return app.outdir;
}

const stacksOf = (out: string): string[] => readdirSync(join(out, 'stacks')).sort();
const read = (out: string, stack: string): string => readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8');

describe.each(examples)('example %s', (example) => {
  it('synthesizes the Terraform that was reviewed', async () => {
    const out = await synthesize(example);
    const stacks = stacksOf(out);
    expect(stacks).toMatchSnapshot();
    for (const stack of stacks) {
      await expect(`${JSON.stringify(JSON.parse(read(out, stack)), null, 2)}\n`).toMatchFileSnapshot(
        join(root, 'test/snapshots', example, `${stack}.tf.json`),
      );
    }
  });

  it('synthesizes the same bytes in another folder, and no path, token or clock gets into them', async () => {
    const [one, two] = [await synthesize(example), await synthesize(example)];
    for (const stack of stacksOf(one)) {
      const text = read(one, stack);
      expect(read(two, stack)).toBe(text);
      expect(text).not.toContain(root);
      expect(text).not.toContain(one);
      expect(text).not.toContain('TfToken[');
      expect(text).not.toContain('-1.8881545897087');
    }
  });

  it('states its backend, its Terraform version and its provider ranges in every stack', async () => {
    const out = await synthesize(example);
    for (const stack of stacksOf(out)) {
      const { terraform } = JSON.parse(read(out, stack));
      expect(terraform.required_version).toBe('>= 1.11.0, < 2.0.0');
      const [[kind, backend]] = Object.entries(terraform.backend) as [
        string,
        { path?: string; use_lockfile?: boolean },
      ][] as [[string, { path?: string; use_lockfile?: boolean }]];
      expect(kind === 's3' ? backend.use_lockfile : relative('/', backend.path ?? '/')).toBeTruthy();
      for (const provider of Object.values<{ version: string }>(terraform.required_providers)) {
        expect(provider.version).toMatch(/^>= \d/);
      }
    }
  });
});
