import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../source';

const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-app-test-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const TSX = join(root, 'node_modules/.bin/tsx');
const COMMAND = `"${TSX}" "${join(root, 'lib/cli/main.ts')}"`;

const MAIN = `
import { App } from 'cdktf';
import { AiFactory, Tenant, TokenWorkload } from '${join(root, 'lib')}';
import { KubernetesSite } from '${join(root, 'lib/clouds/kubernetes')}';

const app = new App();
const factory = new AiFactory(app, 'lab', { owner: 'platform@example.com', policies: [] });
const hall = new KubernetesSite(factory, 'hall', { context: 'hall', country: 'DE', storageClass: 'shared' });
hall.addPool('gpus', { machine: 'l40s-8x', count: 1, capacity: { type: 'owned', usdPerNode: 95000, lifeYears: 4 } });
new TokenWorkload(factory, 'chat', {
  tenant: new Tenant(factory, 'assistants', {}),
  model: app.node.tryGetContext('model') ?? 'qwen3-8b',
  precision: 'bf16',
  demand: { requestsPerSecond: 1, inputTokens: 500, outputTokens: 200 },
  objectives: { ttftMs: 2000, interTokenMs: 80 },
});
console.log('synthesizing');
app.synth();
`;

const YAML = `name: lab
owner: platform@example.com
sites:
  hall:
    provider: kubernetes
    context: hall
    country: DE
    storageClass: shared
    pools:
      gpus: { machine: l40s-8x, count: 1, capacity: { type: owned, usdPerNode: 95000, lifeYears: 4 } }
workloads:
  chat:
    tenant: assistants
    model: qwen3-8b
    precision: bf16
    demand: { requestsPerSecond: 1, inputTokens: 500, outputTokens: 200 }
    objectives: { ttftMs: 2000, interTokenMs: 80 }
`;

let count = 0;

/** Writes the files of an app into a folder of its own, from which it finds the packages of the repository. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(scratch, `${count++}-`));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const config = (app: string, context: object = {}) => JSON.stringify({ language: 'typescript', app, context });

/** Runs the command as its user would. */
function command(cwd: string, args: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(`${COMMAND} ${args}`, {
    cwd,
    shell: true,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: scratch, ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

describe('an app in a process of its own', { timeout: 240_000 }, () => {
  it('is planned by its code', () => {
    const folder = folderWith({ 'main.ts': MAIN, 'cdktf.json': config(`${TSX} main.ts`, { model: 'qwen3-4b' }) });
    const { code, out, err } = command(folder, 'plan . --json');
    expect([code, err, JSON.parse(out || '{}').workloads?.[0].model]).toEqual([0, '', 'qwen3-4b']);
  });

  it('says its findings once and without a stack trace, and why else it fails', () => {
    const bad = folderWith({ 'main.ts': MAIN, 'cdktf.json': config(`${TSX} main.ts`, { model: 'qwen3-9b' }) });
    const { code, out, err } = command(scratch, `validate ${bad}`);
    expect([code, out, err.split('unknown-model').length, err.includes('    at ')]).toEqual([1, '', 2, false]);
    expect(err).toContain('main.ts:');
    const gone = folderWith({ 'cdktf.json': config(`${TSX} main.ts`) });
    const failed = command(gone, 'validate .');
    expect([failed.code, failed.err]).toEqual([2, expect.stringContaining('ERR_MODULE_NOT_FOUND')]);
  });

  it('of a factory file is planned as the file, and says the lines of its findings', () => {
    const cdktf = config(`${COMMAND} synth factory.yaml`);
    const folder = folderWith({ 'factory.yaml': YAML, 'cdktf.json': cdktf });
    const [app, file] = [command(folder, 'plan . --json'), command(folder, 'plan factory.yaml --json')];
    expect([app.code, file.code, app.err]).toEqual([0, 0, '']);
    expect(app.out).toBe(file.out);
    const explained = command(folder, 'plan . --explain sites.hall.power.itPeakW');
    expect(explained.out).toBe(command(folder, 'plan factory.yaml --explain sites.hall.power.itPeakW').out);
    for (const text of [YAML.replace('qwen3-8b', 'qwen3-9b'), YAML.replace('count: 1', 'count: one'), 'name: [']) {
      const bad = folderWith({ 'factory.yaml': text, 'cdktf.json': cdktf });
      const [said, wanted] = [command(bad, 'validate . --json'), command(bad, 'validate factory.yaml --json')];
      expect(said.code).toBe(wanted.code);
      expect(JSON.parse(said.out)).toEqual(JSON.parse(wanted.out));
    }
  });
});
