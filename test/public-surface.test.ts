import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportsOf, importsOf, parse, resolve, root, subpaths } from './source';

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

/** Names of the packages that a file loads at run time. */
const packagesOf = (file: string): string[] =>
  importsOf(parse(file))
    .filter(({ from, typeOnly }) => !typeOnly && !from.startsWith('.') && !isBuiltin(from))
    .map(({ from }) => from.split('/', from.startsWith('@') ? 2 : 1).join('/'));

/** Files that are loaded when these are. */
function reachable(files: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const { from, typeOnly } of importsOf(parse(file))) {
      const next = typeOnly ? undefined : resolve(file, from);
      if (next !== undefined) visit(next);
    }
  };
  files.forEach(visit);
  return found;
}

describe('package.json', () => {
  const { exports, typesVersions, bin, dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );

  it('gives every subpath its types for the older resolution of modules too, which the template of cdktf uses', () => {
    const modern = Object.entries<{ types?: string }>(exports).flatMap(([subpath, { types }]) =>
      types === undefined || subpath === '.' ? [] : [[subpath.slice('./'.length), [types.slice('./'.length)]]],
    );
    expect(typesVersions).toEqual({ '*': Object.fromEntries(modern) });
  });

  it('has the paths of its sources in tsconfig.json, so that examples import it by its name without a build', () => {
    const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
    const expected = Object.entries(subpaths).map(([subpath, file]) => [
      join('cdktf-ai-factory', subpath),
      [`./${file}`],
    ]);
    expect(compilerOptions.paths).toEqual(Object.fromEntries(expected));
  });

  it('asks for every package that its code loads, and makes the AWS bindings optional', () => {
    const packages = [...reachable(Object.values(subpaths))].flatMap((file) => packagesOf(file));
    const asked = Object.keys({ ...dependencies, ...peerDependencies });
    expect([...new Set(packages)].filter((name) => !asked.includes(name))).toEqual([]);
    expect(Object.keys(peerDependenciesMeta)).toEqual(['@cdktf/provider-aws']);
  });

  it('loads the AWS bindings for its subpath `aws` alone', () => {
    const loads = Object.entries(subpaths).filter(([, file]) =>
      [...reachable([file])].some((each) => packagesOf(each).includes('@cdktf/provider-aws')),
    );
    expect(loads.map(([subpath]) => subpath)).toEqual(['./aws']);
  });

  it('runs the command by a file that says what runs it', () => {
    const source = bin['ai-factory'].replace('dist/', 'lib/').replace(/\.js$/, '.ts');
    expect(readFileSync(join(root, source), 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node');
  });
});
