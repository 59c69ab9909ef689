import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/** The project's folder. */
export const root = join(__dirname, '..');

/** Paths of files below a folder, from the project's folder on, in order. */
export const filesOf = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();

const parsed = new Map<string, ts.SourceFile>();

/** Syntax tree of a file of the project. */
export function parse(file: string): ts.SourceFile {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const source = parseText(readFileSync(join(root, file), 'utf8'), file);
  parsed.set(file, source);
  return source;
}

export const parseText = (text: string, file = 'text.ts'): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);

/** Every node of a syntax tree. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

export interface Import {
  readonly from: string;
  /** Erased by the compiler. */
  readonly typeOnly: boolean;
  /** Names as the other module exports them; empty where the module is taken whole. */
  readonly names: readonly string[];
}

/** What a file imports, re-exports or loads. */
export const importsOf = (source: ts.SourceFile): Import[] => [...nodesOf(source)].flatMap(importOf);

function importOf(node: ts.Node): Import[] {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const { importClause } = node;
    const bindings = importClause?.namedBindings;
    const elements = bindings !== undefined && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    const whole = importClause?.name !== undefined || (bindings !== undefined && ts.isNamespaceImport(bindings));
    return [
      {
        from: node.moduleSpecifier.text,
        typeOnly:
          importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
          (!whole && elements.length > 0 && elements.every((each) => each.isTypeOnly)),
        names: elements.map((each) => (each.propertyName ?? each.name).text),
      },
    ];
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier)) {
    const elements =
      node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? [...node.exportClause.elements] : [];
    return [
      {
        from: node.moduleSpecifier.text,
        typeOnly: node.isTypeOnly || (elements.length > 0 && elements.every((each) => each.isTypeOnly)),
        names: elements.map((each) => (each.propertyName ?? each.name).text),
      },
    ];
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    return argument !== undefined && ts.isStringLiteral(argument)
      ? [{ from: argument.text, typeOnly: false, names: [] }]
      : [];
  }
  return [];
}

/** The project's file that a relative import means; undefined for packages. */
export function resolve(file: string, from: string): string | undefined {
  if (!from.startsWith('.')) return undefined;
  const path = join(dirname(file), from);
  return [`${path}.ts`, `${path}.d.ts`, join(path, 'index.ts'), path].find(
    (each) => existsSync(join(root, each)) && /\.\w+$/.test(each),
  );
}

/** Names that a module exports, with whether they exist at run time. */
export function exportsOf(file: string): ReadonlyMap<string, 'value' | 'type'> {
  const found = new Map<string, 'value' | 'type'>();
  for (const statement of parse(file).statements) {
    if (ts.isExportDeclaration(statement)) addReExports(found, file, statement);
    else if (
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some((each) => each.kind === ts.SyntaxKind.ExportKeyword)
    ) {
      for (const [name, kind] of declared(statement)) if (found.get(name) !== 'value') found.set(name, kind);
    }
  }
  return found;
}

function addReExports(found: Map<string, 'value' | 'type'>, file: string, statement: ts.ExportDeclaration): void {
  const { moduleSpecifier, exportClause, isTypeOnly } = statement;
  const target =
    moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
      ? resolve(file, moduleSpecifier.text)
      : undefined;
  const theirs = target === undefined ? new Map<string, 'value' | 'type'>() : exportsOf(target);
  if (exportClause === undefined) {
    for (const [name, kind] of theirs) found.set(name, isTypeOnly ? 'type' : kind);
  } else if (ts.isNamedExports(exportClause)) {
    for (const each of exportClause.elements) {
      const kind = isTypeOnly || each.isTypeOnly ? 'type' : theirs.get((each.propertyName ?? each.name).text);
      found.set(each.name.text, kind ?? 'value');
    }
  }
}

function declared(statement: ts.Statement): [string, 'value' | 'type'][] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }): [string, 'value'][] =>
      ts.isIdentifier(name) ? [[name.text, 'value']] : [],
    );
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return statement.name === undefined ? [] : [[statement.name.text, 'value']];
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return [[statement.name.text, 'type']];
  return [];
}

/** Subpaths of the package with the file of `lib` that each is built from. */
export const subpaths: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries<{ default: string } | string>(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports,
  ).flatMap(([subpath, target]) =>
    typeof target === 'string' ? [] : [[subpath, target.default.replace('./dist/', 'lib/').replace(/\.js$/, '.ts')]],
  ),
);
