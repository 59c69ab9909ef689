import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { twinText } from '../twins';
import { aiFactory, kubectl, type Project, project, rig, rigEnvironment, synthesizeProject, terraform } from './rig';
import { standInForNodeGroups, standInForPlatform, standInForProvisioner, taggedObjects } from './stand-ins';

/**
 * Terraform is killed in the middle of an apply, so that the state knows less than there is; recovery finds the rest, and
 * the next apply makes nothing twice.
 */
const CONTEXT = 'lab';

let env: NodeJS.ProcessEnv;

/** Managed objects in the state file of a stack; none where it is being written. */
function written(folder: string, stack: string): number {
  try {
    const { resources } = JSON.parse(readFileSync(join(folder, 'terraform-state', `${stack}.tfstate`), 'utf8'));
    return resources
      .filter(({ mode }: { mode: string }) => mode === 'managed')
      .flatMap(({ instances }: { instances: readonly unknown[] }) => instances).length;
  } catch {
    return 0;
  }
}

/**
 * Applies a stack; where a number is given, kills Terraform, with its providers, once so many objects were made and some of
 * them are not in the state: Terraform writes it down every twenty seconds.
 */
function apply(
  folder: string,
  stack: string,
  killAfter = Number.POSITIVE_INFINITY,
): Promise<{ readonly made: number; readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn('terraform', ['apply', '-auto-approve', '-input=false', '-no-color'], {
      cwd: join(folder, 'cdktf.out/stacks', stack),
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const before = written(folder, stack);
    let output = '';
    let isKilled = false;
    const made = (): number => output.split(/(?:Creation|Import) complete/).length - 1;
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8');
      if (isKilled || made() < killAfter || written(folder, stack) >= before + made() || child.pid === undefined)
        return;
      isKilled = true;
      process.kill(-child.pid, 'SIGKILL');
    });
    child.stderr.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8');
    });
    child.on('close', (code) => resolve({ made: made(), code, output }));
  });
}

const out = (own: Project): string => join(own.folder, 'cdktf.out');
const run = (own: Project, stack: string, ...args: readonly string[]) =>
  terraform(out(own), stack, [...args, '-input=false', '-no-color'], env);
const known = (own: Project, stack: string): readonly string[] =>
  terraform(out(own), stack, ['state', 'list'], env)
    .output.split('\n')
    .filter((line) => line !== '' && !line.startsWith('data.') && !line.includes('No state'));

/** Kills an apply as often as is asked, each time after so many objects more, recovers, and applies to the end. */
async function recovers(own: Project, stack: string, ...kills: readonly number[]): Promise<void> {
  expect(run(own, stack, 'init').code).toBe(0);
  for (const after of kills) {
    const before = known(own, stack).length;
    const { made } = await apply(own.folder, stack, after);
    expect(made).toBeGreaterThanOrEqual(after);
    const left = known(own, stack).length;
    // What was made since the state was last written is what is lost.
    expect(left).toBeLessThan(before + made);
    const { code, output } = aiFactory(['recover', own.file, stack, '--out', out(own), '--json'], env);
    expect(code, output).toBe(0);
    const { imports, orphans } = JSON.parse(output);
    // Some types are written by calls that may be repeated and need no import; that the apply ends is what shows it.
    expect(imports.length).toBeGreaterThan(0);
    expect(orphans).toEqual([]);
    console.log(
      `${stack}: ${made} objects made, ${before} known before and ${left} after the kill, ${imports.length} imported`,
    );
  }
  let last = await apply(own.folder, stack);
  // The stand-in's Auto Scaling group can come a moment after Terraform asks for it; EKS has it before.
  if (last.output.includes('Error: attaching Auto Scaling Group')) last = await apply(own.folder, stack);
  expect(last.code, last.output.slice(-4000)).toBe(0);
  const plan = run(own, stack, 'plan', '-detailed-exitcode');
  expect(plan.code, plan.output.slice(-4000)).toBe(0);
}

describe('a cluster whose apply was killed', () => {
  let own: Project;
  beforeAll(() => {
    rig('cluster', 'up', CONTEXT, '17900');
    rig('nodes', CONTEXT, '1', '8', 'node-role.example.com/gpu=l40s');
    env = rigEnvironment();
    standInForPlatform(CONTEXT, env);
    standInForProvisioner(CONTEXT, env);
    own = project(twinText('04-one-pool'));
    synthesizeProject(own, env);
  });

  it('is recovered, and applies to its end', async () => {
    await recovers(own, 'lab-workloads', 12);
  });

  it('finds nothing more to recover', () => {
    const { code, output } = aiFactory(['recover', own.file, 'lab-workloads', '--out', out(own)], env);
    expect([code, output]).toEqual([0, expect.stringContaining('nothing exists that the state lacks')]);
  });

  it('is destroyed to the last object', () => {
    const destroy = run(own, 'lab-workloads', 'destroy', '-auto-approve');
    expect(destroy.code, destroy.output.slice(-4000)).toBe(0);
    const left = kubectl(
      CONTEXT,
      ['get', 'namespaces', '-l', 'app.kubernetes.io/managed-by=ai-factory', '-o', 'name'],
      env,
    );
    expect(left).toBe('');
  });
});

describe('a region whose apply was killed', () => {
  let own: Project;
  let stopGroups: () => void;
  beforeAll(() => {
    rig('moto', 'up');
    rig('moto', 'reset');
    env = rigEnvironment();
    own = project(
      twinText('02-region-to-hall')
        .replaceAll('111122223333', '123456789012')
        .replace('      admins: [', '      deletionProtection: false\n      admins: ['),
    );
    synthesizeProject(own, env);
    stopGroups = standInForNodeGroups(env, 'eu-north-1', 'harbour-stockholm', 'system');
  });

  it('is recovered, and applies to its end without a second object of anything', async () => {
    await recovers(own, 'stockholm-substrate', 20, 40);
    stopGroups();
    const ids = await taggedObjects(env, 'eu-north-1', 'harbour');
    // The stand-in lists a part of the types.
    expect(ids.length).toBeGreaterThan(30);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('is destroyed to the last object: what was lost had no twin', async () => {
    const destroy = run(own, 'stockholm-substrate', 'destroy', '-auto-approve');
    expect(destroy.code, destroy.output.slice(-4000)).toBe(0);
    // AWS lists gateways for an hour after they were deleted, and a key until its waiting period ends.
    const left = await taggedObjects(env, 'eu-north-1', 'harbour');
    expect(left.filter((path) => !/\/(network\/nat-[^/]+|keys\/key)$/.test(path))).toEqual([]);
  });
});
