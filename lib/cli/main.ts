#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync, renameSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run';

// Output is written synchronously, so that nothing is lost when it goes to a pipe and the process ends.
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

run(process.argv.slice(2), {
  out: write(1),
  err: write(2),
  readFile: (path) => readFileSync(path, 'utf8'),
  writeFile: (path, text) => {
    const file = realpathSync(path);
    const beside = `${file}.${process.pid}.tmp`;
    writeFileSync(beside, text, { mode: statSync(file).mode, flag: 'wx' });
    renameSync(beside, file);
  },
  exec: (command, args, cwd) => {
    const { error, status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
    if (error !== undefined) throw new Error(`${command} cannot be run: ${error.message}`);
    return { code: status ?? 1, output: status === 0 ? stdout : `${stdout}${stderr}` };
  },
  readInput: () => readFileSync(0, 'utf8'),
  cwd: process.cwd(),
  version: String(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version),
  env: process.env,
}).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    write(2)(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
