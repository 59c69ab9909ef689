import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SynthesizedStack } from '../lib/testing';
import { factsOf } from './example-facts';
import { examples, readStack, stacksOf, synthesize } from './examples';
import { root } from './source';

const snapshots = join(root, 'test/snapshots');
const formatted = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

describe('the smallest example', () => {
  const example = '04-one-pool';

  it('synthesizes the Terraform that was reviewed, its dashboards apart', async () => {
    const out = await synthesize(example);
    for (const stack of stacksOf(out)) {
      const json = JSON.parse(readStack(out, stack));
      const maps: Record<string, { data: Record<string, string> }> = json.resource.kubernetes_config_map_v1 ?? {};
      for (const { data } of Object.values(maps)) {
        for (const [name, dashboard] of Object.entries(data).filter(([key]) => key.endsWith('.json'))) {
          data[name] = `see dashboards/${name}`;
          await expect(formatted(JSON.parse(dashboard))).toMatchFileSnapshot(
            join(snapshots, example, 'dashboards', name),
          );
        }
      }
      await expect(formatted(json)).toMatchFileSnapshot(join(snapshots, example, `${stack}.tf.json`));
    }
  });
});

describe.each(examples)('example %s', (example) => {
  it('has the objects, nodes, servers, quotas and shares that were reviewed', async () => {
    const out = await synthesize(example);
    const facts = stacksOf(out).flatMap((id) => [
      id,
      ...factsOf(new SynthesizedStack(id, JSON.parse(readStack(out, id)))).map((fact) => `  ${fact}`),
    ]);
    await expect(`${facts.join('\n')}\n`).toMatchFileSnapshot(join(snapshots, example, 'facts.txt'));
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
