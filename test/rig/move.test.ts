import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { harbourFile } from '../twins';
import {
  aiFactory,
  cdktf,
  cluster,
  kubectl,
  type Project,
  project,
  rig,
  rigEnvironment,
  synthesizeProject,
  terraform,
} from './rig';
import { standInForPlatform, standInForProvisioner, standInForScaler, standInForZone } from './stand-ins';

/**
 * Example 02 on the rig: a region in AWS and an own hall, each with a real control plane, deployed with `cdktf deploy`; the
 * workload then moves from one to the other through every phase, and once back from the middle.
 */
const REGION = 'alpha';
const HALL = 'beta';
const SUBSTRATE = 'harbour-stockholm-substrate';
const STACKS = ['harbour-stockholm-workloads', 'harbour-hall-workloads', 'harbour-traffic'] as const;
/** Without the platform stacks among them, cdktf minds no order but that of its arguments, one at a time. */
const DEPLOY = ['--auto-approve', '--ignore-missing-stack-dependencies', '--parallelism', '1'] as const;

/** The example, with contexts of the rig and the account of its AWS. */
const fixture = harbourFile
  .replaceAll('111122223333', '123456789012')
  .replace('accountId: "123456789012"', `accountId: "123456789012"\n    access: { context: ${REGION} }`)
  .replace('      admins: [', '      deletionProtection: false\n      admins: [')
  .replace('shares: [5, 25, 50, 100]', 'shares: [5, 25, 100]')
  // A stated entry: the health check of a balancer that only an alarm can see plans as another one on the stand-in, which
  // gives checks of metrics the fields of probes.
  .replace('    money: {', '    entry: { hostname: gateway.stockholm.example.com }\n    money: {')
  .replace('context: hall', `context: ${HALL}`);

let env: NodeJS.ProcessEnv;
let own: Project;

/** Servers of the workload that are ready at a site, and those that are asked for. */
function servers(context: string): { readonly ready: number; readonly wanted: number } {
  const found = kubectl(
    context,
    ['-n', 'harbour-assistants', 'get', 'deployment', 'chat', '--ignore-not-found', '-o', 'json'],
    env,
  );
  if (found.trim() === '') return { ready: 0, wanted: 0 };
  const { spec, status } = JSON.parse(found);
  return { ready: status.readyReplicas ?? 0, wanted: spec.replicas };
}

/** Weight of each site's record, by what Terraform applied. */
function weights(): Readonly<Record<string, number>> {
  const shown = terraform(join(own.folder, 'cdktf.out'), 'harbour-traffic', ['show', '-json'], env).output;
  const { values } = JSON.parse(shown.slice(shown.indexOf('{"format_version"')));
  return Object.fromEntries(
    values.root_module.resources
      .filter((each: { type: string }) => each.type === 'aws_route53_record')
      .filter(
        ({ values }: { values: { weighted_routing_policy: unknown[] } }) => values.weighted_routing_policy.length > 0,
      )
      .map(
        ({ values: record }: { values: { set_identifier: string; weighted_routing_policy: { weight: number }[] } }) => [
          record.set_identifier,
          record.weighted_routing_policy[0]?.weight,
        ],
      ),
  );
}

const recorded = (context: string): string =>
  kubectl(
    context,
    ['-n', 'harbour-assistants', 'get', 'configmap', 'move-chat-to-hall', '-o', 'jsonpath={.data.stop}'],
    env,
  );

/** What Terraform complains of, without its progress. */
const failures = (output: string): string =>
  output
    .split('\n')
    .filter((line) => /[│╷╵]|failed|Error/.test(line))
    .join('\n')
    .slice(-6000);

async function deploy(...stacks: readonly string[]): Promise<string> {
  const { code, output } = await cdktf(own, ['deploy', ...stacks, ...DEPLOY], env);
  expect(code, failures(output)).toBe(0);
  return output;
}

/** What Terraform says when it plans a stack of the present file, which it must not be willing to. */
function refused(stack: string): string {
  synthesizeProject(own, env);
  const { code, output } = terraform(join(own.folder, 'cdktf.out'), stack, ['plan', '-input=false', '-no-color'], env);
  expect(code, output.slice(-4000)).toBe(1);
  return output.replaceAll(/\s*│\s*/g, ' ').replaceAll(/\s+/g, ' ');
}

function step(direction: 'next' | 'back'): void {
  const { code, output } = aiFactory(['migrate', direction, own.file], env);
  expect(code, output).toBe(0);
}

/** A second plan of a stack; 0 where nothing is left to do. */
function changes(stack: string) {
  return terraform(
    join(own.folder, 'cdktf.out'),
    stack,
    ['plan', '-detailed-exitcode', '-input=false', '-no-color'],
    env,
  );
}

function expectNothingLeft(...stacks: readonly string[]): void {
  for (const stack of stacks) {
    const { code, output } = changes(stack);
    expect(code, `${stack}: ${output.slice(-4000)}`).toBe(0);
  }
}

beforeAll(async () => {
  rig('moto', 'up');
  rig('moto', 'reset');
  cluster(REGION, 17000);
  cluster(HALL, 17100);
  rig('nodes', REGION, '6', '8', 'ai-factory/factory=harbour,ai-factory/pool=h100');
  rig('nodes', HALL, '16', '8', 'node-role.example.com/gpu=h200');
  env = rigEnvironment();
  for (const context of [REGION, HALL]) standInForPlatform(context, 'harbour', env);
  standInForProvisioner(HALL, env);
  const zone = await standInForZone(env, 'llm.example.com');
  own = project(fixture.replace('Z0123456789EXAMPLE', zone));
});

describe('a region and a hall', () => {
  it('deploy: the substrate in AWS, workloads and traffic on the control planes', async () => {
    await deploy(SUBSTRATE);
    await deploy(...STACKS);
    expect(servers(REGION).ready).toBeGreaterThan(0);
    expect(servers(REGION).ready).toBe(servers(REGION).wanted);
    expect(servers(HALL).wanted).toBe(0);
    expect(weights()).toEqual({ stockholm: 100 });
  });
  it('plan nothing more', () => {
    expectNothingLeft(SUBSTRATE, ...STACKS);
  });
});

describe('a workload', () => {
  /** The world after a stop is applied. */
  const world = () => ({
    stop: [recorded(REGION), recorded(HALL)],
    region: servers(REGION),
    hall: servers(HALL),
    weights: weights(),
  });
  let full: { readonly region: number; readonly hall: number };

  it('is held at the target: nodes and weights, no servers', async () => {
    full = { region: servers(REGION).ready, hall: 0 };
    step('next');
    await deploy(SUBSTRATE, ...STACKS);
    expect(world()).toMatchObject({ stop: ['prepare', 'prepare'], hall: { wanted: 0 }, weights: { stockholm: 100 } });
    expect(kubectl(HALL, ['-n', 'harbour-assistants', 'get', 'pvc', '-o', 'name'], env)).toContain('weights');
    expectNothingLeft(...STACKS);
  });

  it('is refused a phase that is skipped', async () => {
    const before = readFileSync(own.file, 'utf8');
    step('next');
    step('next');
    expect(refused('harbour-hall-workloads')).toContain('phases are taken one at a time');
    step('back');
    step('back');
    expect(readFileSync(own.file, 'utf8')).toBe(before);
  });

  it('runs at both ends before any request moves', async () => {
    step('next');
    await deploy(...STACKS);
    const { hall, weights: split } = world();
    expect(hall.ready).toBe(hall.wanted);
    expect(hall.ready).toBeGreaterThan(0);
    expect(split).toEqual({ stockholm: 100, hall: 0 });
    full = { ...full, hall: hall.ready };
    expectNothingLeft(...STACKS);
  });

  it('gets no requests where its servers are not ready', async () => {
    kubectl(HALL, ['-n', 'harbour-assistants', 'scale', 'deployment', 'chat', '--replicas=0'], env);
    await waitFor(() => servers(HALL).ready === 0);
    step('next');
    expect(refused('harbour-traffic')).toMatch(/Deployment chat at hall has 0 ready replicas and needs \d+ for 5%/);
    expect(weights()).toEqual({ stockholm: 100, hall: 0 });
    await deploy('harbour-stockholm-workloads', 'harbour-hall-workloads');
    standInForScaler(HALL, 'harbour-assistants', 'chat', env);
    await waitFor(() => servers(HALL).ready === full.hall);
  });

  it('shifts by its shares, whole at both ends', async () => {
    for (const share of [5, 25]) {
      if (share !== 5) step('next');
      await deploy(...STACKS);
      expect(world()).toMatchObject({
        stop: [`shift ${share}%`, `shift ${share}%`],
        region: { ready: full.region },
        hall: { ready: full.hall },
        weights: { stockholm: 100 - share, hall: share },
      });
      expectNothingLeft(...STACKS);
    }
  });

  it('comes back from a shift, even where the target fails', async () => {
    kubectl(HALL, ['-n', 'harbour-assistants', 'scale', 'deployment', 'chat', '--replicas=0'], env);
    await waitFor(() => servers(HALL).ready === 0);
    step('back');
    await deploy('harbour-stockholm-workloads', 'harbour-traffic');
    expect(weights()).toEqual({ stockholm: 95, hall: 5 });
    await deploy('harbour-hall-workloads');
    standInForScaler(HALL, 'harbour-assistants', 'chat', env);
    await waitFor(() => servers(HALL).ready === full.hall);
    step('back');
    await deploy(...STACKS);
    expect(world()).toMatchObject({ stop: ['warm', 'warm'], weights: { stockholm: 100, hall: 0 } });
    expectNothingLeft(...STACKS);
  });

  it.each([5, 25, 100])('gets %i percent of the requests at the target', async (share) => {
    step('next');
    await deploy(...STACKS);
    expect(weights()).toEqual({ stockholm: 100 - share, hall: share });
  });

  it('is drained at the source, and stays there for the soak', async () => {
    step('next');
    await deploy(...STACKS);
    const queue = kubectl(REGION, ['get', 'clusterqueue', 'harbour-serving', '-o', 'jsonpath={.spec.stopPolicy}'], env);
    expect([queue, recorded(REGION)]).toEqual(['HoldAndDrain', 'drain']);
    expectNothingLeft(...STACKS);
    step('next');
    await deploy(...STACKS);
    expect(world()).toMatchObject({
      stop: ['soak', 'soak'],
      region: { ready: full.region },
      hall: { ready: full.hall },
    });
    expectNothingLeft(...STACKS);
  });

  it('leaves at the source only what must be kept', async () => {
    step('next');
    await deploy(SUBSTRATE, ...STACKS);
    expect(weights()).toEqual({ hall: 100 });
    expect(servers(HALL).ready).toBe(full.hall);
    const left = kubectl(
      REGION,
      ['-n', 'harbour-assistants', 'get', 'deployments,jobs,pods,pvc,scaledobjects', '-o', 'name'],
      env,
    );
    expect(left).toBe('');
    expectNothingLeft(SUBSTRATE, ...STACKS);
    expect(aiFactory(['migrate', 'back', own.file], env).code).toBe(1);
  });
});

describe('a region and a hall that are destroyed', () => {
  it('leave nothing behind', async () => {
    const destroy = () => cdktf(own, ['destroy', ...[...STACKS].reverse(), SUBSTRATE, ...DEPLOY], env);
    let { code, output } = await destroy();
    // A deletion that the stand-in answers late is asked for again, and it then knows nothing of a launch template.
    if (code !== 0 && failures(output).includes('InvalidLaunchTemplateName.NotFoundException')) {
      ({ code, output } = await destroy());
    }
    expect(code, failures(output)).toBe(0);
    for (const stack of [SUBSTRATE, ...STACKS]) {
      const state = terraform(join(own.folder, 'cdktf.out'), stack, ['state', 'list'], env);
      expect(state.output.trim(), stack).toBe('');
    }
    const kinds = 'namespaces,clusterqueues,resourceflavors,gatewayclasses,priorityclasses,validatingadmissionpolicies';
    for (const context of [REGION, HALL]) {
      expect(kubectl(context, ['get', kinds, '-l', 'app.kubernetes.io/managed-by=ai-factory', '-o', 'name'], env)).toBe(
        '',
      );
    }
  });
});

async function waitFor(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('what was waited for did not come within five minutes');
}
