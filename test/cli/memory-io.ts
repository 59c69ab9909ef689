import { run } from '../../lib/cli/run';

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Files after the command, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** Runs the command in memory; a file that is not there cannot be read. */
export async function command(
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
  input = '',
): Promise<Said> {
  const own = new Map(Object.entries(files).map(([name, text]) => [`/work/${name}`, text]));
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
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return text;
    },
    writeFile: (path, text) => void own.set(path, text),
    exec: () => {
      throw new Error('no other command is run here');
    },
    readInput: () => input,
    cwd: '/work',
    env: {},
  });
  return {
    code,
    out,
    err,
    files: Object.fromEntries([...own].map(([path, text]) => [path.slice('/work/'.length), text])),
  };
}
