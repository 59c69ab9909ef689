import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AiFactory } from '../../lib';
import { bundleCommand, packagesOf } from '../../scripts/bundle/bundle-command';
import { root } from '../source';
import { sites } from '../testing/factories';
import { twinOf } from '../twins';

const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-bundle-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Texts of all files below a folder, by their paths in it. */
const textsIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name))
      .map((file) => [file.slice(folder.length), readFileSync(file, 'base64')]),
  );

describe('the bundled command', { timeout: 120_000 }, () => {
  const folder = join(scratch, 'dist/cli');
  let files: readonly string[];
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'));
    for (const each of ['charts', 'package.json']) cpSync(join(root, each), join(scratch, each), { recursive: true });
    files = await bundleCommand(folder);
  });

  it('leaves cdktf, its providers and HiGHS outside, and has the licence of every other package', () => {
    const packages = packagesOf(files);
    expect(packages).toEqual(['commander', 'yaml', 'zod']);
    const notices = readFileSync(join(folder, 'NOTICES.txt'), 'utf8');
    for (const name of packages) expect(notices).toMatch(new RegExp(`^${name}$`, 'm'));
    expect(notices.match(/Copyright/g)?.length).toBeGreaterThanOrEqual(packages.length);
  });

  it('finds HiGHS for a placement that has a choice', () => {
    const args = [join(folder, 'start.js'), 'plan', twinOf('01-two-regions'), '--json'];
    const plan = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    expect(plan.placement.method).toBe('exact');
  });

  it('has the messages of zod in English only', () => {
    const locales = files.filter((file) => file.includes('zod/v4/locales/'));
    expect(locales.map((file) => file.split('/').at(-1))).toEqual(['en.js', 'index.js']);
  });

  it('writes what the library writes, with the charts of the package', () => {
    const file = twinOf('02-region-to-hall');
    const out = join(scratch, 'bundled');
    execFileSync(process.execPath, [join(folder, 'start.js'), 'synth', file, '--out', out, '--json']);
    const app = new App({ outdir: join(scratch, 'library') });
    AiFactory.fromFile(app, file, { sites });
    app.synth();
    expect(textsIn(out)).toEqual(textsIn(app.outdir));
    expect(Object.keys(textsIn(out)).some((name) => name.includes('/assets/'))).toBe(true);
  });
});
