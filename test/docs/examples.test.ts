import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  return { folder, target: /^npx cdktf synth/.test(command) ? '.' : target };
}

const isReadable = (folder: string, target: string): boolean =>
  existsSync(join(folder, target, target.endsWith('.yaml') ? '' : 'cdktf.json'));

describe.each(filesOf('examples', 'README.md'))('%s', (file) => {
  const paths = commandsOf(file).map(pathsOf);
  const copies = paths.flatMap(({ copy }) => copy ?? []);

  it('has commands on factories that exist, below its folder and in the folder that they enter', () => {
    let folder = join(root, dirname(file) === 'examples' ? '.' : dirname(file));
    const unreadable = paths.flatMap(({ folder: entered, target }) => {
      if (entered !== undefined && copies.includes(entered)) return [];
      if (entered !== undefined) folder = join(root, entered);
      return [entered, target].flatMap((each) =>
        each === undefined || each === entered || isReadable(folder, each) ? [] : [each],
      );
    });
    expect(paths.some(({ target }) => target !== undefined)).toBe(true);
    expect(unreadable).toEqual([]);
    expect(copies.length).toBe(file === 'examples/README.md' ? 1 : 0);
  });
});
