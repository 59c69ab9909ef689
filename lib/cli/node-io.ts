import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Io, Manifest, Ran } from './io';

/** The process that the command runs in. */
export const nodeIo = (): Io => ({
  out: write(1),
  err: write(2),
  readFile: (path) => readFileSync(path, 'utf8'),
  writeFile,
  listFolder,
  addFiles,
  exec: (command, args, cwd) =>
    ran(command, spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: MAX_OUTPUT })),
  shell: (command, cwd, env) => {
    const options = {
      cwd,
      shell: true,
      encoding: 'utf8',
      maxBuffer: MAX_OUTPUT,
      env: { ...appEnv(), ...env },
    } as const;
    const run = spawnSync(command, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    return ran(command, run);
  },
  readInput: () => readFileSync(0, 'utf8'),
  cwd: process.cwd(),
  env: process.env,
  manifest: readManifest(),
});

const MAX_OUTPUT = 1 << 28;

/** Returns a function that writes synchronously, so that nothing is lost when the process ends and its output is a pipe. */
const write = (descriptor: number) => (text: string) => {
  const bytes = Buffer.from(text, 'utf8');
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
};

function writeFile(path: string, text: string): void {
  const file = realpathSync(path);
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, text, { mode: statSync(file).mode, flag: 'wx' });
  renameSync(beside, file);
}

function listFolder(path: string): readonly string[] | null {
  return existsSync(path) ? readdirSync(path).sort() : null;
}

function addFiles(folder: string, files: Readonly<Record<string, string>>): void {
  const isNew = !existsSync(folder);
  const parent = isNew ? dirname(folder) : folder;
  mkdirSync(parent, { recursive: true });
  // Beside what is to come, so that the files come by renaming alone.
  const scratch = join(parent, `.${basename(folder)}-${randomUUID()}`);
  mkdirSync(scratch);
  const moved: string[] = [];
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), text);
    }
    if (isNew) {
      renameSync(scratch, folder);
      return;
    }
    for (const entry of readdirSync(scratch)) {
      if (existsSync(join(folder, entry))) throw new Error(`${join(folder, entry)} exists`);
      renameSync(join(scratch, entry), join(folder, entry));
      moved.push(join(folder, entry));
    }
  } catch (error) {
    for (const each of moved) rmSync(each, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The environment without variables of Terraform: cdktf keeps them from the app too. */
const appEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('TF_VAR_')));

function ran(
  command: string,
  {
    error,
    status,
    stdout,
    stderr,
  }: ReturnType<typeof spawnSync> & { readonly stdout: string; readonly stderr: string },
): Ran {
  if (error !== undefined) throw new Error(`${command} cannot be run: ${error.message}`);
  return { code: status ?? 1, output: status === 0 ? stdout : `${stdout}${stderr}` };
}

function readManifest(): Manifest {
  const { version, peerDependencies, devDependencies } = JSON.parse(
    readFileSync(join(__dirname, '../../package.json'), 'utf8'),
  );
  return { version, peerDependencies, devDependencies };
}
