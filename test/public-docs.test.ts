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

const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** Whether a user of the package sees a member: it is neither hidden by TypeScript nor marked as internal. */
const isPublic = (declaration: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(declaration) & hidden) === 0 &&
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

const places = (symbols: readonly ts.Symbol[], counts: (declaration: ts.Declaration) => boolean): string[] => [
  ...new Set(symbols.flatMap((each) => declarationsOf(each).filter(counts).slice(0, 1).map(placeOf))),
];

const exported = entries.flatMap(exportsOf);
const members = exported
  .flatMap(membersOf)
  .filter((each) => declarationsOf(each).every((declaration) => isMember(declaration) && isPublic(declaration)));

describe('the public interface', () => {
  it('describes every exported declaration', () => {
    expect(places(exported, () => true).length).toBeGreaterThan(400);
    expect(
      places(
        exported.filter((each) => !isDocumented(each)),
        () => true,
      ),
    ).toEqual([]);
  });

  it('describes every public member', () => {
    expect(places(members, () => true).length).toBeGreaterThan(1000);
    expect(
      places(
        members.filter((each) => !isDocumented(each)),
        () => true,
      ),
    ).toEqual([]);
  });
});
