import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FACTORY_YAML } from '../../lib/cli/init/factory-yaml';
import { missingPackage } from '../../lib/cli/missing-package';
import { root } from '../source';

const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-missing-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const TSX = join(root, 'node_modules/.bin/tsx');
const MAIN = join(root, 'lib/cli/main.ts');

/** Runs the command where packages cannot be resolved. */
function command(args: readonly string[], without: readonly string[]) {
  const hook = join(scratch, `without-${without.join('-').replaceAll(/\W/g, '-')}.cjs`);
  writeFileSync(
    hook,
    `const Module = require('node:module');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  if (${JSON.stringify(without)}.some((name) => request === name || request.startsWith(name + '/'))) {
    throw Object.assign(new Error("Cannot find module '" + request + "'"), { code: 'MODULE_NOT_FOUND' });
  }
  return resolve.call(this, request, ...rest);
};
`,
  );
  const { status, stdout, stderr } = spawnSync(TSX, [MAIN, ...args], {
    encoding: 'utf8',
    cwd: scratch,
    env: { PATH: process.env['PATH'], NODE_OPTIONS: `--require ${hook}` },
  });
  return { code: status, out: stdout, err: stderr };
}

const fileOf = (example: string): string =>
  join(root, example === '04-one-pool' ? `examples/${example}/factory.yaml` : `test/twins/${example}.yaml`);

function synth(example: string, without: string) {
  const out = mkdtempSync(join(scratch, 'out-'));
  return { ...command(['synth', fileOf(example), '--out', out], [without]), written: readdirSync(out) };
}

describe('bindings that are not installed', { timeout: 120_000 }, () => {
  it('of AWS are not needed by a factory without AWS', () => {
    const { code, out } = synth('04-one-pool', '@cdktf/provider-aws');
    expect([code, out]).toEqual([0, expect.stringContaining('3 stacks in ')]);
  });

  it.each([
    ['@cdktf/provider-aws', '02-region-to-hall'],
    ['@cdktf/provider-kubernetes', '04-one-pool'],
    ['@cdktf/provider-helm', '04-one-pool'],
  ])('of %s are named with the line that installs them', (name, example) => {
    const { code, err, written } = synth(example, name);
    expect({
      code,
      written,
      err: err
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('error')),
    }).toEqual({
      code: 1,
      written: [],
      err: [
        `error  missing-package  (root): the package ${name} is not installed, and this factory needs it; run npm install "${name}@${peerDependencies[name]}"`,
      ],
    });
  });
});

describe('a project with a factory file and without the bindings of AWS', { timeout: 120_000 }, () => {
  it.each(['validate', 'plan'])('gets the findings of an invalid file from %s .', (name) => {
    const folder = mkdtempSync(join(scratch, 'project-'));
    const app = `"${TSX}" "${MAIN}" synth factory.yaml`;
    writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ language: 'typescript', app }));
    writeFileSync(join(folder, 'factory.yaml'), FACTORY_YAML.replace('country:', 'county:'));
    const [project, file] = [folder, join(folder, 'factory.yaml')].map((target) =>
      command([name, target], ['@cdktf/provider-aws']),
    );
    expect(file?.err).toContain('unknown-key  sites.lab.county (line 8)');
    expect(project).toEqual(file);
  });
});

describe('cdktf and all bindings', { timeout: 120_000 }, () => {
  it.each([[['init', 'new']], [['schema']], [['validate', fileOf('02-region-to-hall')]], [['--help']]])(
    'are not needed by %s',
    (args) => {
      const { code, err } = command(args, ['cdktf', 'constructs', '@cdktf']);
      expect([code, err]).toEqual([0, '']);
    },
  );
});

describe('missingPackage', () => {
  const notFound = (message: string, code = 'MODULE_NOT_FOUND') => Object.assign(new Error(message), { code });

  it.each([
    ["Cannot find module '@cdktf/provider-aws/lib/vpc'", '@cdktf/provider-aws'],
    ["Cannot find package 'constructs' imported from /app/main.js", 'constructs'],
  ])('reads the package of: %s', (message, name) => {
    for (const error of [notFound(message), new Error('wrapped', { cause: notFound(message, 'ERR_MODULE_NOT_FOUND') })])
      expect(missingPackage(error, undefined)?.message).toContain(`npm install "${name}"`);
  });

  it('knows nothing of other errors', () => {
    expect(missingPackage(new Error("Cannot find module 'cdktf'"), undefined)).toBeUndefined();
    expect(missingPackage(notFound("Cannot find module './own'"), undefined)).toBeUndefined();
    expect(missingPackage('no error', undefined)).toBeUndefined();
  });
});
