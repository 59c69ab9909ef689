import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examples, readStack, stacksOf, synthesize } from './examples';
import { root } from './source';

describe.each(examples)('example %s', (example) => {
  it('synthesizes the Terraform that was reviewed', async () => {
    const out = await synthesize(example);
    const stacks = stacksOf(out);
    expect(stacks).toMatchSnapshot();
    for (const stack of stacks) {
      await expect(`${JSON.stringify(JSON.parse(readStack(out, stack)), null, 2)}\n`).toMatchFileSnapshot(
        join(root, 'test/snapshots', example, `${stack}.tf.json`),
      );
    }
  });

  it('synthesizes the same bytes in another folder, and no path, token or clock gets into them', async () => {
    const [one, two] = [await synthesize(example), await synthesize(example)];
    for (const stack of stacksOf(one)) {
      const text = readStack(one, stack);
      expect(readStack(two, stack)).toBe(text);
      expect(text).not.toContain(root);
      expect(text).not.toContain(one);
      expect(text).not.toContain('TfToken[');
      expect(text).not.toContain('-1.8881545897087');
    }
  });

  it('states its backend, its Terraform version and its provider ranges in every stack', async () => {
    const out = await synthesize(example);
    for (const stack of stacksOf(out)) {
      const { terraform } = JSON.parse(readStack(out, stack));
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
