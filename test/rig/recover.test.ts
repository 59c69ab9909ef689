import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { twinText } from '../twins';
import {
  aiFactory,
  cluster,
  kubectl,
  type Project,
  project,
  rig,
  rigEnvironment,
  synthesizeProject,
  terraform,
} from './rig';
import { standInForPlatform, standInForProvisioner, taggedObjects } from './stand-ins';

/**
 * Terraform is killed in the middle of an apply, so that objects exist which the state misses. Recovery finds them, and the
 * next apply creates nothing twice.
 *
 * What a kill leaves of the state depends on the moment: Terraform truncates the local file for every object and writes it
 * again. So the test itself sets what is left, from the states that it read during the apply.
 */
const CONTEXT = 'lab';

let env: NodeJS.ProcessEnv;

const stateFile = ({ folder }: Project, stack: string): string => join(folder, 'terraform-state', `${stack}.tfstate`);

/** Returns the number of managed objects in a state, or 0 if the text is not a whole state. */
function objectsIn(state: string): number {
  try {
    return (JSON.parse(state).resources as { mode: string; instances: readonly unknown[] }[])
      .filter(({ mode }) => mode === 'managed')
      .flatMap(({ instances }) => instances).length;
  } catch {
    return 0;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

interface Applied {
  readonly made: number;
  readonly code: number | null;
  readonly output: string;
  /** The first state with objects that was read. */
  readonly first: string;
  /** The last whole state before the kill. */
  readonly last: string;
}

/**
 * Applies a stack. Kills Terraform, with its providers, after `killAfter` objects were created or imported and the state has
 * grown.
 */
function apply(own: Project, stack: string, killAfter = Number.POSITIVE_INFINITY): Promise<Applied> {
  return new Promise((resolve) => {
    const child = spawn('terraform', ['apply', '-auto-approve', '-input=false', '-no-color'], {
      cwd: join(out(own), 'stacks', stack),
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let isKilled = false;
    let first = '';
    let last = '';
    const made = (): number => output.split(/(?:Creation|Import) complete/).length - 1;
    const timer = setInterval(() => {
      const state = read(stateFile(own, stack));
      if (isKilled || objectsIn(state) === 0) return;
      if (first === '') first = state;
      last = state;
      if (made() < killAfter || objectsIn(last) <= objectsIn(first) || child.pid === undefined) return;
      isKilled = true;
      process.kill(-child.pid, 'SIGKILL');
    }, 20);
    child.stdout.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8');
    });
    child.stderr.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8');
    });
    child.on('close', (code) => {
      clearInterval(timer);
      resolve({ made: made(), code, output, first, last });
    });
  });
}

const out = (own: Project): string => join(own.folder, 'cdktf.out');
const run = (own: Project, stack: string, ...args: readonly string[]) =>
  terraform(out(own), stack, [...args, '-input=false', '-no-color'], env);

/** One kill of an apply, and the state that it leaves. */
interface Kill {
  /** Number of objects that are created or imported before the kill. */
  readonly after: number;
  /**
   * The state after the kill: `as left` by Terraform, which can be any; `behind`, as a remote state that is written every
   * twenty seconds; or `cut` in the middle of its write.
   */
  readonly state: 'as left' | 'behind' | 'cut';
  /** What recovery has to use in place of a cut state. */
  readonly from?: 'backup' | 'empty';
}

/** Kills an apply several times, recovers the stack after each, and then applies it to the end. */
async function recovers(own: Project, stack: string, ...kills: readonly Kill[]): Promise<void> {
  expect(run(own, stack, 'init').code).toBe(0);
  const file = stateFile(own, stack);
  for (const kill of kills) {
    const before = objectsIn(read(file));
    const { made, code: ended, output: applied, first, last } = await apply(own, stack, kill.after);
    expect(ended, applied.slice(-4000)).toBeNull();
    const cut = last.slice(0, last.length / 2);
    if (kill.state !== 'as left') writeFileSync(file, kill.state === 'cut' ? cut : first);
    const { code, output } = aiFactory(['recover', own.file, stack, '--out', out(own), '--json'], env);
    expect(code, output).toBe(0);
    const { state, imports, orphans } = JSON.parse(output);
    // The state is whole now, or empty.
    const left = objectsIn(read(file));
    console.log(
      `${stack}: ${made} objects made, ${before} known before and ${left} after the kill` +
        `${state === null ? '' : ` (${state.bytes} bytes, replaced by ${state.from})`}, ${imports.length} imported`,
    );
    expect(orphans).toEqual([]);
    if (kill.state === 'as left') continue;
    if (kill.state === 'behind') expect(state).toBeNull();
    else expect(state).toMatchObject({ file, bytes: Buffer.byteLength(cut), from: kill.from, kept: [`${file}.cut-1`] });
    expect(left).toBeLessThan(before + made);
    // Some types are created by calls that can be repeated, and need no import; the apply at the end shows it.
    expect(imports.length).toBeGreaterThan(0);
  }
  const last = await apply(own, stack);
  expect(last.code, last.output.slice(-4000)).toBe(0);
  const plan = run(own, stack, 'plan', '-detailed-exitcode');
  expect(plan.code, plan.output.slice(-4000)).toBe(0);
}

describe('a cluster whose apply was killed', () => {
  let own: Project;
  beforeAll(() => {
    cluster(CONTEXT, 17900);
    rig('nodes', CONTEXT, '1', '8', 'node-role.example.com/gpu=l40s');
    env = rigEnvironment();
    standInForPlatform(CONTEXT, 'starter', env);
    standInForProvisioner(CONTEXT, env);
    own = project(twinText('04-one-pool'));
    synthesizeProject(own, env);
  });

  it('is recovered, and applies to its end', async () => {
    await recovers(
      own,
      'starter-lab-workloads',
      // Terraform makes no backup of an empty state.
      { after: 12, state: 'cut', from: 'empty' },
      { after: 20, state: 'behind' },
      { after: 30, state: 'as left' },
    );
  });

  it('finds nothing more to recover', () => {
    const { code, output } = aiFactory(['recover', own.file, 'starter-lab-workloads', '--out', out(own)], env);
    expect([code, output]).toEqual([0, expect.stringContaining('the state misses no object that exists')]);
  });

  it('is destroyed to the last object', () => {
    const destroy = run(own, 'starter-lab-workloads', 'destroy', '-auto-approve');
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
  });

  it('is recovered, and applies to its end without a second object of anything', async () => {
    await recovers(
      own,
      'harbour-stockholm-substrate',
      { after: 20, state: 'behind' },
      { after: 40, state: 'cut', from: 'backup' },
    );
    const ids = await taggedObjects(env, 'eu-north-1', 'harbour');
    // The stand-in lists a part of the types.
    expect(ids.length).toBeGreaterThan(30);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('is destroyed to the last object: what was lost had no twin', async () => {
    const destroy = run(own, 'harbour-stockholm-substrate', 'destroy', '-auto-approve');
    expect(destroy.code, destroy.output.slice(-4000)).toBe(0);
    // AWS lists gateways for an hour after they were deleted, and a key until its waiting period ends.
    const left = await taggedObjects(env, 'eu-north-1', 'harbour');
    expect(left.filter((path) => !/\/(network\/nat-[^/]+|keys\/key)$/.test(path))).toEqual([]);
  });
});
