import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from './source';
import { twinOf } from './twins';

const file = twinOf('02-region-to-hall');

let folder: string;
let reviewed: Readonly<Record<string, string>>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ai-factory-'));
  reviewed = synthesize(file, 'reviewed', { TZ: 'UTC', LANG: 'C.UTF-8' });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files of all stacks that a process of its own writes. */
function synthesize(path: string, name: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const out = join(folder, name);
  execFileSync(join(root, 'node_modules/.bin/tsx'), [join(root, 'lib/cli/main.ts'), 'synth', path, '--out', out], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'pipe',
  });
  const stacks = readdirSync(join(out, 'stacks'));
  return Object.fromEntries(
    stacks.map((stack) => [stack, readFileSync(join(out, 'stacks', stack, 'cdk.tf.json'), 'utf8')]),
  );
}

/** A value with the keys of every mapping in reverse; lists keep their order, which can mean something. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  );
}

describe('the same factory gives the same bytes', () => {
  it('on the other side of the world, in a language that sorts and writes otherwise', () => {
    const there = synthesize(file, 'there', { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
    expect(Object.keys(reviewed).length).toBeGreaterThan(3);
    expect(there).toEqual(reviewed);
  }, 120_000);

  it('whatever the order of its keys', () => {
    const turned = join(folder, 'factory.json');
    writeFileSync(turned, JSON.stringify(reversed(parse(readFileSync(file, 'utf8')))));
    expect(synthesize(turned, 'turned', { TZ: 'UTC', LANG: 'C.UTF-8' })).toEqual(reviewed);
  }, 120_000);
});
