import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root, subpaths } from './source';

const lib = join(root, 'lib') + sep;

const configFile = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, root);
const entries = Object.values(subpaths).map((file) => join(root, file));
const program = ts.createProgram(entries, { ...options, noEmit: true, types: ['node'] });
const checker = program.getTypeChecker();

/** Symbols that an entry exports, as they are where they are declared. */
function exportsOf(entry: string): readonly ts.Symbol[] {
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`no module ${entry}`);
  return checker
    .getExportsOfModule(module)
    .map((each) => (each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each));
}

const declarationsOf = (symbol: ts.Symbol): readonly ts.Declaration[] =>
  (symbol.declarations ?? []).filter((each) => each.getSourceFile().fileName.startsWith(lib));

/** Whether a user of the package sees a member, or a class that extends it: it is neither private nor internal. */
const isPublic = (declaration: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) === 0 &&
  !ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');

const isMember = (declaration: ts.Declaration): boolean =>
  (ts.isTypeElement(declaration) && declaration.name !== undefined) ||
  ts.isPropertyDeclaration(declaration) ||
  ts.isMethodDeclaration(declaration) ||
  ts.isAccessor(declaration) ||
  ts.isParameterPropertyDeclaration(declaration, declaration.parent);

/** Members of the type literals in a declaration: those of a union, or of a nested object. */
function literalMembers(declaration: ts.Declaration): readonly ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node) || (ts.isClassElement(node) && !isPublic(node))) return;
    if (ts.isTypeLiteralNode(node)) found.push(...checker.getTypeAtLocation(node).getProperties());
    node.forEachChild(visit);
  };
  const isType =
    ts.isInterfaceDeclaration(declaration) ||
    ts.isTypeAliasDeclaration(declaration) ||
    ts.isClassDeclaration(declaration);
  if (isType) visit(declaration);
  return found;
}

/** Members of an exported declaration, those from its base types of this library too. */
function membersOf(symbol: ts.Symbol): readonly ts.Symbol[] {
  const declared = symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface);
  const own = declared ? checker.getDeclaredTypeOfSymbol(symbol).getProperties() : [];
  const statics = symbol.flags & ts.SymbolFlags.Class ? [...(symbol.exports?.values() ?? [])] : [];
  return [...own, ...statics, ...declarationsOf(symbol).flatMap(literalMembers)];
}

const isDocumented = (symbol: ts.Symbol): boolean => symbol.getDocumentationComment(checker).length > 0;

/** `file:line name` of a declaration. */
function placeOf(declaration: ts.Declaration): string {
  const source = declaration.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(declaration.getStart());
  return `${relative(root, source.fileName)}:${line + 1} ${ts.getNameOfDeclaration(declaration)?.getText() ?? ''}`;
}

const places = (symbols: readonly ts.Symbol[]): string[] => [
  ...new Set(symbols.flatMap((each) => declarationsOf(each).slice(0, 1).map(placeOf))),
];

const undocumented = (symbols: readonly ts.Symbol[]): string[] => places(symbols.filter((each) => !isDocumented(each)));

const exported = entries.flatMap(exportsOf);

const publicMembers = (symbols: readonly ts.Symbol[]): readonly ts.Symbol[] =>
  symbols
    .flatMap(membersOf)
    .filter((each) => declarationsOf(each).every((declaration) => isMember(declaration) && isPublic(declaration)));

/** Types of this library that a declaration names. */
function typesIn(declaration: ts.Declaration): readonly ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const visit = (node: ts.Node): void => {
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    const symbol = name && checker.getSymbolAtLocation(name);
    if (symbol !== undefined)
      found.push(symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
    node.forEachChild(visit);
  };
  visit(declaration);
  return found;
}

/** Interfaces and types that the exported ones of the given names lead to, whether they are exported or not. */
function reachable(names: readonly string[]): readonly ts.Symbol[] {
  const found = new Set<ts.Symbol>();
  const visit = (symbol: ts.Symbol): void => {
    const types = declarationsOf(symbol).filter(
      (each) => ts.isInterfaceDeclaration(each) || ts.isTypeAliasDeclaration(each),
    );
    if (found.has(symbol) || types.length === 0) return;
    found.add(symbol);
    types.flatMap(typesIn).forEach(visit);
  };
  exported.filter((each) => names.includes(each.name)).forEach(visit);
  return [...found];
}

/** Keys of the schemas in a file, which are the members of their inferred types. */
function columnsOf(file: string): readonly ts.PropertyAssignment[] {
  const found: ts.PropertyAssignment[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node)) found.push(node);
    node.forEachChild(visit);
  };
  program.getSourceFile(file)?.forEachChild(visit);
  return found;
}

describe('the public interface', () => {
  it('describes every exported declaration', () => {
    expect(places(exported).length).toBeGreaterThan(400);
    expect(undocumented(exported)).toEqual([]);
  });

  it('describes every public member', () => {
    const members = publicMembers(exported);
    expect(places(members).length).toBeGreaterThan(1000);
    expect(undocumented(members)).toEqual([]);
  });

  it('gives the default of every optional member', () => {
    const optional = publicMembers(exported).filter(({ flags }) => (flags & ts.SymbolFlags.Optional) !== 0);
    const props = optional.filter((each) => declarationsOf(each).some(ts.isPropertySignature));
    expect(places(props).length).toBeGreaterThan(300);
    expect(places(props.filter((each) => !each.getJsDocTags().some(({ name }) => name === 'default')))).toEqual([]);
  });

  it('describes every column of the rows of the catalogue', () => {
    const columns = columnsOf(join(lib, 'catalog/rows.ts'));
    expect(columns.length).toBeGreaterThan(100);
    expect(columns.filter((each) => ts.getJSDocCommentsAndTags(each).length === 0).map(placeOf)).toEqual([]);
  });

  it('describes everything that authors of checks and policies read', () => {
    const types = reachable(['ResolvedFactory', 'FactoryPlan', 'MigrationPlan', 'LostSitePlan', 'PolicyView']);
    expect(types.map(({ name }) => name)).toEqual(expect.arrayContaining(['FactoryCost', 'PowerPlan', 'StackView']));
    expect(undocumented([...types, ...publicMembers(types)])).toEqual([]);
  });
});
