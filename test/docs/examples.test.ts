import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, root } from '../source';

/** Command lines of the shell blocks of a document. */
const commandsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, text = '']) =>
    text.split('\n').flatMap((line) => line.split('&&').map((each) => each.trim())),
  );

/** Folders that a command enters or runs as an app, files that it reads, and the folder that it copies an example to. */
function pathsOf(command: string): { readonly folder?: string; readonly target?: string; readonly copy?: string } {
  const [, example, copy] = /^cp -r node_modules\/cdktf-ai-factory\/(\S+) (\S+)$/.exec(command) ?? [];
  if (example !== undefined) return { folder: example, copy };
  const [, folder] = /^cd (\S+)$/.exec(command) ?? [];
  const [, target] = /^npx ai-factory (?:plan|validate|synth) (\S+)/.exec(command) ?? [];
  return { folder, target };
}

const isReadable = (target: string): boolean =>
  target.endsWith('.yaml') ? existsSync(join(root, target)) : existsSync(join(root, target, 'cdktf.json'));

describe.each(filesOf('examples', 'README.md'))('%s', (file) => {
  const paths = commandsOf(file).map(pathsOf);
  const copies = paths.flatMap(({ copy }) => copy ?? []);
  const folders = paths.flatMap(({ folder }) => folder ?? []).filter((each) => !copies.includes(each));
  const targets = paths.flatMap(({ target }) => target ?? []);

  it('has commands on factories that exist', () => {
    expect([...folders, ...targets].length).toBeGreaterThan(0);
    expect([...folders, ...targets].filter((target) => !isReadable(target))).toEqual([]);
  });
});
