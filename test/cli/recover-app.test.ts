import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type App, DataResource, TerraformStack } from 'cdktf';
import { afterAll, describe, expect, it } from 'vitest';
import { AiFactory, Tenant } from '../../lib';
import { nodeIo } from '../../lib/cli/node-io';
import { run } from '../../lib/cli/run';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { MeadowSite } from '../own-cloud';
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
function applied(made = build): string {
  const folder = mkdtempSync(join(scratch, 'app-'));
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ app: 'npx tsx main.ts', output: 'out' }));
  const { code, output } = appShell(made)('', folder, { CDKTF_OUTDIR: join(folder, 'out') });
  expect([code, output]).toEqual([0, '']);
  return folder;
}

/** Runs `recover` with a Terraform whose state is empty, that finds nothing by lists, and whose plans succeed. */
async function recover(folder: string, stack: string, shell = appShell(build)) {
  let [out, err] = ['', ''];
  const lookups: { readonly cwd: string; readonly config: Record<string, unknown> }[] = [];
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
    exec: (_, [verb], cwd) => {
      if (verb === 'init') lookups.push({ cwd, config: JSON.parse(readFileSync(join(cwd, 'lookup.tf.json'), 'utf8')) });
      if (verb === 'output') return { code: 0, output: '{"kubernetes":{"value":{}}}' };
      return { code: 0, output: verb === 'show' ? '{}' : '' };
    },
  });
  return { code, out, err, lookups };
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

describe('recover with a cloud that only the app knows', () => {
  const meadow = (app: App): void => {
    const factory = new AiFactory(app, 'pasture', { owner: 'shepherds@example.com', policies: [] });
    const site = new MeadowSite(factory, 'north', { field: 'north', project: 'sheep-1', storageClass: 'shared' });
    site.addPool('serve', { machine: 'meadow-h200-8x', count: 4 });
    new Tenant(factory, 'assistants', {});
  };

  it('imports what the recovery of the cloud names', async () => {
    const folder = applied(meadow);
    const { code, out, err, lookups } = await recover(folder, 'pasture-north-substrate', appShell(meadow));
    expect([code, err]).toEqual([0, '']);
    expect(out.replaceAll(/^import \S+ <- /gm, '').split('\n')).toEqual([
      'pasture-north',
      'pasture-north-network',
      'pasture-north-serve',
      expect.stringMatching(/^3 import blocks in .*, 0 resources still to be created/),
      '',
    ]);
    // The cloud lists nothing, so there is nothing to ask Terraform.
    expect(lookups).toEqual([]);
  });

  it('looks for Kubernetes objects through the cluster that another stack made', async () => {
    const folder = applied(meadow);
    const stack = 'pasture-north-workloads';
    const { code, err, lookups } = await recover(folder, stack, appShell(meadow));
    expect([code, err, lookups.length]).toEqual([0, '', 1]);
    const [lookup] = lookups;
    const { data } = JSON.parse(readFileSync(join(folder, 'out/stacks', stack, 'cdk.tf.json'), 'utf8'));
    expect(lookup?.config['data']).toMatchObject({ terraform_remote_state: data.terraform_remote_state });
    // A relative path of a local state leads to the same file from there.
    expect(dirname(lookup?.cwd ?? '')).toBe(join(folder, 'out/stacks'));
    expect(existsSync(lookup?.cwd ?? '')).toBe(false);
    expect(basename(lookup?.cwd ?? '')).toMatch(/^\.pasture-north-workloads-recover-/);
  });

  it('says which resources no recovery covers, and what to do', async () => {
    const own = (app: App): void => {
      build(app);
      const stack = app.node.findAll().find((each) => each.node.id === 'lab-hall-workloads');
      if (stack === undefined) throw new Error('the factory has a stack of workloads');
      new DataResource(stack, 'own', {});
    };
    const { code, out, err } = await recover(applied(own), 'lab-hall-workloads', appShell(own));
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').filter((line) => line.startsWith('not looked for'))).toEqual([
      'not looked for: terraform_data.own, because no recovery of kubernetes covers their types; before you apply, run "terraform import" for each that exists, or add `recovery` to the cloud',
    ]);
  });
});
