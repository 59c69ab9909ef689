import { dirname } from 'node:path';
import type { Io } from '../../lib/cli/io';
import { run } from '../../lib/cli/run';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Files after the command, by path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface MemoryOptions {
  /** Files by their paths from the working folder. */
  readonly files?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly shell?: Io['shell'];
  readonly env?: Io['env'];
  readonly manifest?: Io['manifest'];
}

const WORK = '/work/';

/** Runs the command in memory; a file that is not there cannot be read. */
export const command = (
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Said> => commandIn(argv, { files, input });

/** Runs the command in memory, with everything that it may touch. */
export async function commandIn(argv: readonly string[], options: MemoryOptions): Promise<Said> {
  const own = new Map(Object.entries(options.files ?? {}).map(([name, text]) => [`${WORK}${name}`, text]));
  const below = (folder: string) => [...own.keys()].filter((path) => path.startsWith(`${folder.replace(/\/$/, '')}/`));
  const fails = (code: string) => Object.assign(new Error(code), { code });
  let out = '';
  let err = '';
  const code = await run(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readFile: (path) => {
      const text = own.get(path);
      if (text === undefined) throw fails(below(path).length > 0 ? 'EISDIR' : 'ENOENT');
      return text;
    },
    writeFile: (path, text) => void own.set(path, text),
    listFolder: (path) => {
      const inside = below(path).map((each) => each.slice(path.length).split('/').filter(Boolean)[0] ?? '');
      return inside.length === 0 && path !== dirname(`${WORK}any`) ? null : [...new Set(inside)].sort();
    },
    addFiles: (folder, files) => {
      for (const [path, text] of Object.entries(files)) own.set(`${folder}/${path}`, text);
    },
    exec: () => {
      throw new Error('no other command is run here');
    },
    shell:
      options.shell ??
      (() => {
        throw new Error('no app is run here');
      }),
    readInput: () => options.input ?? '',
    cwd: '/work',
    env: options.env ?? {},
    manifest: options.manifest,
  });
  return {
    code,
    out,
    err,
    files: Object.fromEntries([...own].map(([path, text]) => [path.slice(WORK.length), text])),
  };
}
