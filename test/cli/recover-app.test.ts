import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, TerraformStack } from 'cdktf';
import { afterAll, describe, expect, it } from 'vitest';
import { AiFactory, Tenant } from '../../lib';
import { nodeIo } from '../../lib/cli/node-io';
import { run } from '../../lib/cli/run';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { appShell } from './app-shell';

const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-recover-app-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function build(app: App): void {
  const factory = new AiFactory(app, 'lab', { owner: 'platform@example.com', policies: [] });
  new KubernetesSite(factory, 'hall', { context: 'hall', country: 'DE', storageClass: 'shared' });
  new Tenant(factory, 'assistants', {});
  new TerraformStack(app, 'neighbour');
}

/** Writes an app that was synthesized into `out` of its folder. */
function applied(): string {
  const folder = mkdtempSync(join(scratch, 'app-'));
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ app: 'npx tsx main.ts', output: 'out' }));
  const { code, output } = appShell(build)('', folder, { CDKTF_OUTDIR: join(folder, 'out') });
  expect([code, output]).toEqual([0, '']);
  return folder;
}

/** Runs `recover` with a Terraform whose state is empty and that finds nothing. */
async function recover(folder: string, stack: string, shell = appShell(build)) {
  let [out, err] = ['', ''];
  const code = await run(['recover', folder, stack], {
    ...nodeIo(),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    cwd: scratch,
    env: {},
    shell,
    exec: (_, [verb]) => {
      if (verb === 'output') return { code: 0, output: '{"kubernetes":{"value":{}}}' };
      return { code: 0, output: verb === 'show' ? '{}' : '' };
    },
  });
  return { code, out, err };
}

describe('recover with an app', () => {
  it('reads the stacks of its own output folder', async () => {
    const folder = applied();
    const { code, out, err } = await recover(folder, 'lab-hall-workloads');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/[1-9]\d* resources/);
    expect(existsSync(join(folder, 'out/stacks/lab-hall-workloads/recover.tf.json'))).toBe(false);
  });

  it('refuses a stack that is not there, is of no factory, or differs from the app', async () => {
    const folder = applied();
    const file = join(folder, 'out/stacks/lab-hall-workloads/cdk.tf.json');
    cpSync(join(folder, 'out/stacks/neighbour'), join(folder, 'out/stacks/gone'), { recursive: true });
    writeFileSync(file, readFileSync(file, 'utf8').replace('assistants', 'others'));
    const said = [
      await recover(folder, 'lab-east-workloads'),
      await recover(folder, 'gone'),
      await recover(folder, 'neighbour'),
      await recover(folder, 'lab-hall-workloads'),
    ];
    expect(
      said.map(
        ({ code, err }) =>
          `${code} ${err
            .trim()
            .replaceAll(folder, 'APP')
            .replaceAll(/app-\w+/g, 'APP')}`,
      ),
    ).toMatchInlineSnapshot(`
      [
        "1 error  no-recovery  lab-east-workloads: APP/out/stacks/lab-east-workloads contains no stack; name a stack that was applied, and set --out if its folder is elsewhere",
        "1 error  no-recovery  gone: unknown stack "gone"; defined stacks: lab-hall-platform, lab-hall-workloads, neighbour",
        "1 error  no-recovery  neighbour: neighbour is a stack of no factory, so nothing is known of its objects",
        "1 error  no-recovery  lab-hall-workloads: the synthesized stack differs from APP; synthesize it first, so that both are the same",
      ]
    `);
  });

  it('says why the app fails', async () => {
    const { code, err } = await recover(applied(), 'lab-hall-workloads', () => ({ code: 3, output: 'no credentials' }));
    expect([code, err]).toEqual([2, expect.stringContaining('no credentials')]);
    const folder = applied();
    const elsewhere = await recover(folder, 'lab-hall-workloads', (command, cwd, env) =>
      appShell(build)(command, cwd, { ...env, CDKTF_OUTDIR: join(folder, 'mine') }),
    );
    expect([elsewhere.code, elsewhere.err]).toEqual([2, expect.stringContaining('create the App without `outdir`')]);
  });
});
