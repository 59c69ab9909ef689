import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportsOf, root, subpaths } from './source';

/** Every name that a user can import; a change here is a change of the public interface and belongs in CHANGELOG.md. */
describe.each(Object.entries(subpaths))('cdktf-ai-factory%s', (_subpath, file) => {
  it('exports what was agreed', () => {
    const names = [...exportsOf(file)].map(([name, kind]) => (kind === 'type' ? `type ${name}` : name)).sort();
    expect(names).toMatchSnapshot();
  });

  it('has at run time what its source says', async () => {
    const values = [...exportsOf(file)].filter(([, kind]) => kind === 'value').map(([name]) => name);
    const loaded = Object.keys(await import(`../${file.replace(/\.ts$/, '')}`)).filter((name) => name !== 'default');
    expect(loaded.sort()).toEqual(values.sort());
  });
});

describe('package.json', () => {
  const { exports, typesVersions, bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

  it('gives every subpath its types for the older resolution of modules too, which the template of cdktf uses', () => {
    const modern = Object.entries<{ types?: string }>(exports).flatMap(([subpath, { types }]) =>
      types === undefined || subpath === '.' ? [] : [[subpath.slice('./'.length), [types.slice('./'.length)]]],
    );
    expect(typesVersions).toEqual({ '*': Object.fromEntries(modern) });
  });

  it('runs the command by a file that says what runs it', () => {
    const source = bin['ai-factory'].replace('dist/', 'lib/').replace(/\.js$/, '.ts');
    expect(readFileSync(join(root, source), 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  });
});
