import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../../lib/cli/io';
import { IMPORTS_FILE, recoverStack } from '../../lib/cli/recover/recover-stack';

const roles = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const json = {
  resource: { aws_iam_role: Object.fromEntries(roles.map((id) => [id, { name: `tokens-${id}` }])) },
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ai-factory-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Terraform over an empty state: the lookup finds no tags, and a plan says what the function says of the import blocks. */
function recover(plan: (ids: readonly string[]) => string | null) {
  const io: Io = {
    out: () => {},
    err: () => {},
    readFile: () => '',
    writeFile: () => {},
    listFolder: () => null,
    addFiles: () => {},
    shell: () => ({ code: 1, output: '' }),
    readInput: () => '',
    cwd: folder,
    env: {},
    exec: (_, [verb], cwd) => {
      if (verb === 'show') return { code: 0, output: '{}' };
      if (verb === 'output') return { code: 0, output: '{"arns":{"value":[]},"objects":{"value":{}}}' };
      if (verb !== 'plan') return { code: 0, output: '' };
      const blocks = JSON.parse(readFileSync(join(cwd, IMPORTS_FILE), 'utf8')).import as { to: string }[];
      const error = plan(blocks.map(({ to }) => to));
      return error === null ? { code: 0, output: '' } : { code: 1, output: error };
    },
  };
  return recoverStack(io, { folder, stack: 'east-substrate', factory: 'tokens', json });
}

const absent = (to: string) =>
  `Error: Cannot import non-existent remote object\n\nWhile attempting to import an existing object to "${to}", the provider`;

describe('import blocks', () => {
  it('are left out one plan after the other, for as many plans as it takes', () => {
    const kept = 'aws_iam_role.h';
    const { imports, toCreate } = recover((blocks) => {
      const [first] = blocks.filter((to) => to !== kept);
      return first === undefined ? null : absent(first);
    });
    expect(imports).toEqual([{ to: kept, id: 'tokens-h' }]);
    expect(toCreate).toHaveLength(7);
    expect(JSON.parse(readFileSync(join(folder, IMPORTS_FILE), 'utf8'))).toEqual({ import: imports });
  });

  it('leave no file where nothing of them exists', () => {
    const { imports, toCreate } = recover((blocks) => blocks.map(absent).join('\n'));
    expect([imports, toCreate.length]).toEqual([[], 8]);
    expect(existsSync(join(folder, IMPORTS_FILE))).toBe(false);
  });

  it('are taken back where a plan fails for another reason, which is told', () => {
    expect(() => recover(() => 'Error: No valid credential sources found')).toThrow('No valid credential sources');
    expect(existsSync(join(folder, IMPORTS_FILE))).toBe(false);
  });
});
