import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { declarationsOf, type Entry, type Existing } from './declarations';
import { entries, existing } from './entries';
import { idsFile, idTypeNames, printIds } from './ids';
import { printFile } from './print';

const root = join(__dirname, '../..');

/** Returns the text of every generated file by its path relative to the project. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const files = [...new Set(entries.map(({ file }) => file))];
  return new Map([
    [idsFile, formatted(idsFile, printIds())],
    ...propsFiles(entries, existing, files).map(([file, text]): [string, string] => [file, formatted(file, text)]),
  ]);
}

/** Returns the props of each file, before they are formatted. */
function propsFiles(
  all: readonly Entry[],
  others: readonly Existing[],
  files: readonly string[],
): readonly (readonly [string, string])[] {
  const declared = all.flatMap((entry) =>
    declarationsOf(entry, [...all, ...others]).map((declaration) => ({ file: entry.file, declaration })),
  );
  const homes = new Map([
    ...declared.map(({ file, declaration }): [string, string] => [declaration.name, file]),
    ...others.map(({ name, file }): [string, string] => [name, file]),
    ...idTypeNames.map((name): [string, string] => [name, idsFile]),
  ]);
  return files.map((file) => [
    file,
    printFile(
      file,
      declared.filter((each) => each.file === file).map(({ declaration }) => declaration),
      homes,
    ),
  ]);
}

/** Formats a file and sorts its imports as `biome check --write` does. */
const formatted = (file: string, text: string): string =>
  execFileSync(join(root, 'node_modules/.bin/biome'), ['check', '--write', `--stdin-file-path=${file}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  });
