import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { exportsOf, filesOf, importsOf, nodesOf, parse, resolve, subpaths } from './source';

/** Files whose exports are for users or for Node: the entry points of the package and the program of the command. */
const entries = [...Object.values(subpaths), 'lib/cli/main.ts', 'lib/cli/init/main.ts'];
const library = filesOf('lib', '.ts').filter((file) => !file.endsWith('.d.ts'));
const scripts = filesOf('scripts', '.ts');
const tests = ['test', 'bench'].flatMap((folder) => filesOf(folder, '.ts'));

type Export = `${string} ${string}`;
const exportOf = (file: string, name: string): Export => `${file} ${name}`;

/** Exports that a file gets from other files and exports again, by its own name for them. */
function reExportsOf(file: string): ReadonlyMap<string, Export> {
  const found = new Map<string, Export>();
  for (const statement of parse(file).statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) continue;
    const target = ts.isStringLiteral(statement.moduleSpecifier) && resolve(file, statement.moduleSpecifier.text);
    if (typeof target !== 'string') continue;
    if (statement.exportClause === undefined)
      for (const name of exportsOf(target).keys()) found.set(name, exportOf(target, name));
    else if (ts.isNamedExports(statement.exportClause))
      for (const each of statement.exportClause.elements)
        found.set(each.name.text, exportOf(target, (each.propertyName ?? each.name).text));
  }
  return found;
}

const reExports = new Map(library.map((file) => [file, reExportsOf(file)]));

/** Exports that files import, not those that they only export again. */
const importedBy = (files: readonly string[]): Export[] =>
  files.flatMap((file) => {
    const again = new Set(reExports.get(file)?.values());
    return importsOf(parse(file)).flatMap((each): Export[] => {
      const target = resolve(file, each.from);
      if (target === undefined || !target.startsWith('lib/')) return [];
      const isReExport = again.size > 0 && each.names.every((name) => again.has(exportOf(target, name)));
      if (isReExport) return [];
      const names = each.names.length > 0 ? each.names : [...exportsOf(target).keys()];
      return names.map((name) => exportOf(target, name));
    });
  });

/** Exports that are reached from `roots`, through every file that exports them again. */
function reached(roots: readonly Export[]): ReadonlySet<Export> {
  const found = new Set<Export>();
  const queue = [...roots];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    const [file = '', name = ''] = next.split(' ');
    const origin = reExports.get(file)?.get(name);
    if (origin !== undefined) queue.push(origin);
  }
  return found;
}

const isUsedWithin = (file: string, name: string): boolean =>
  [...nodesOf(parse(file))].filter((node) => ts.isIdentifier(node) && node.text === name).length > 1;

const roots = [
  ...importedBy([...library, ...scripts]),
  ...entries.flatMap((file) => [...exportsOf(file).keys()].map((name) => exportOf(file, name))),
];
const live = reached(roots);
const tested = reached([...roots, ...importedBy(tests)]);

/** Returns whether the library or a script uses an export, or tests use a part of the library that it keeps to one file. */
function isUsed(file: string, name: string, kind: 'value' | 'type'): boolean {
  if (live.has(exportOf(file, name))) return true;
  const origin = reExports.get(file)?.get(name);
  if (origin !== undefined) {
    const [from = '', original = ''] = origin.split(' ');
    return tested.has(exportOf(file, name)) && isUsed(from, original, kind);
  }
  // Types of parameters and results are exported with the functions that have them.
  return isUsedWithin(file, name) && (kind === 'type' || tested.has(exportOf(file, name)));
}

describe('exports of the library', () => {
  it('are classified as used or unused', () => {
    const cases = [
      isUsed('lib/units/convert.ts', 'round', 'value'),
      isUsed('lib/units/convert.ts', 'nobody', 'value'),
      isUsed('lib/index.ts', 'AiFactory', 'value'),
      isUsed('lib/planner/model/names/index.ts', 'nobody', 'value'),
    ];
    expect(cases).toEqual([true, false, true, false]);
  });

  it('are each used by the library, its scripts or users of the package', () => {
    const unused = library.flatMap((file) =>
      [...exportsOf(file)].filter(([name, kind]) => !isUsed(file, name, kind)).map(([name]) => `${file}: ${name}`),
    );
    expect(unused).toEqual([]);
  });
});
