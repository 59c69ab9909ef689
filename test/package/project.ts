import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { root } from '../source';

export interface Ran {
  readonly code: number | null;
  /** Standard output and errors, without the colours and progress of terminals. */
  readonly output: string;
}

/** The environment of a user: without what `npm run` adds, and without the mark of a test runner. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD$|NODE_ENV$|VITEST|TEST$)/i.test(name) || /^npm_config_(cache|registry)$/i.test(name),
  ),
);

/** Runs a command line in a folder and prints how long it took. */
export function run(folder: string, command: string): Ran {
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(command, {
    cwd: folder,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...environment, CHECKPOINT_DISABLE: '1', CI: '1', NO_COLOR: '1' },
  });
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stdout.write(`  ${seconds.padStart(6)} s  ${command.slice(0, 110)}\n`);
  return { code: status, output: `${stdout}${stderr}` };
}

const folders: string[] = [];
afterAll(() => {
  // Installed packages are a hundred thousand files: nobody waits until they are gone.
  const script = 'for (const each of process.argv.slice(1)) fs.rmSync(each, { recursive: true, force: true })';
  spawn(process.execPath, ['-e', script, ...folders], { detached: true, stdio: 'ignore' }).unref();
});

/** An empty folder outside of the repository, which is removed in the background after the tests. */
export function emptyFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ai-factory-package-')));
  folders.push(folder);
  return folder;
}

/** Packs the repository as `npm publish` would and returns the path of the tarball. */
export function pack(): string {
  const folder = emptyFolder();
  const { code, output } = run(root, `npm pack --loglevel=error --pack-destination "${folder}"`);
  const [tarball] = readdirSync(folder);
  if (code !== 0 || tarball === undefined) throw new Error(output);
  return join(folder, tarball);
}

/** The packages that a command line of README.md installs, with the range of each. */
export function packagesOf(line: RegExp): string[] {
  const [text] = line.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  if (text === undefined) throw new Error(`README.md has no line ${line}`);
  return (
    text
      .replace(/^npm install (--save-dev )?/, '')
      .match(/"[^"]+"|\S+/g)
      ?.map((each) => each.replaceAll('"', '')) ?? []
  );
}

/** Copies an example of the installed package into a project. */
export function copyExample(folder: string, example: string): void {
  cpSync(join(folder, 'node_modules/cdktf-ai-factory/examples', example), folder, { recursive: true });
}
