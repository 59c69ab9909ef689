import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { nodeIo } from '../../lib/cli/node-io';
import { run } from '../../lib/cli/run';

const root = join(__dirname, '../..');
const RIG = join(root, '../shared/rig/rig');

/**
 * Has simulated nodes renew leases. Without them kwok reports nodes as its watch sees them change, and the rig's etcd ends
 * that watch every minute: the control plane would take every node, and so every server, for lost in between.
 */
function kwokFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ai-factory-kwok-'));
  const options = { nodeLeaseDurationSeconds: 40 };
  const settings = { apiVersion: 'config.kwok.x-k8s.io/v1alpha1', kind: 'KwokConfiguration', options };
  writeFileSync(join(folder, 'kwok.yaml'), JSON.stringify(settings));
  return folder;
}

/** Runs a command of the rig. */
export const rig = (...args: readonly string[]): string =>
  execFileSync('bash', [RIG, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, KWOK_WORKDIR: kwokFolder() },
  });

/** The environment in which Terraform and kubectl find the rig's clouds and clusters. */
export function rigEnvironment(): NodeJS.ProcessEnv {
  const text = execFileSync('bash', ['-c', `eval "$(bash "${RIG}" env)" && env -0`], { encoding: 'utf8' });
  return Object.fromEntries(
    text
      .split('\0')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** Synthesizes a factory file into a new folder and returns it. */
export async function synthesize(file: string): Promise<string> {
  const out = join(mkdtempSync(join(tmpdir(), 'ai-factory-rig-')), 'cdktf.out');
  const messages: string[] = [];
  const code = await run(['synth', file, '--out', out], {
    ...nodeIo(),
    out: () => {},
    err: (text) => messages.push(text),
    cwd: root,
    env: {},
  });
  expect(code, messages.join('')).toBe(0);
  return out;
}

/** Runs Terraform in a stack and returns its exit code and output. */
export function terraform(out: string, stack: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  const cwd = join(out, 'stacks', stack);
  const result = spawnSync('terraform', args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  return { code: result.status, output: `${result.stdout}${result.stderr}` };
}

/** kubectl against one cluster of the rig; its standard output. */
export const kubectl = (context: string, args: readonly string[], env: NodeJS.ProcessEnv, input = ''): string =>
  execFileSync('kubectl', ['--context', context, ...args], { encoding: 'utf8', env, input });

/** Starts a control plane and waits until it serves every kind that was installed. */
export function cluster(name: string, port: number): void {
  rig('cluster', 'up', name, `${port}`);
  kubectl(name, ['wait', '--for=condition=Established', '--timeout=120s', 'crd', '--all'], rigEnvironment());
}

/** A folder with a factory file and a cdktf.json, as a team has it. */
export interface Project {
  readonly folder: string;
  readonly file: string;
}

/** Makes a project of a factory file. */
export function project(text: string): Project {
  const folder = mkdtempSync(join(tmpdir(), 'ai-factory-project-'));
  const file = join(folder, 'factory.yaml');
  const command = ['node_modules/.bin/tsx', 'lib/cli/main.ts'].map((path) => join(root, path)).join(' ');
  writeFileSync(file, text);
  writeFileSync(
    join(folder, 'cdktf.json'),
    JSON.stringify({ language: 'typescript', app: `${command} synth factory.yaml`, sendCrashReports: 'false' }),
  );
  return { folder, file };
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Runs the cdktf command in a project. Its progress lines are left out of the output. */
export function cdktf({ folder }: Project, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin/cdktf'), args, {
      cwd: folder,
      env: { ...env, CHECKPOINT_DISABLE: '1', CI: '1', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const add = (bytes: Buffer): void => {
      output += bytes.toString('utf8');
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Runs the ai-factory command of this checkout. */
export function aiFactory(args: readonly string[], env: NodeJS.ProcessEnv): Ran {
  const result = spawnSync(join(root, 'node_modules/.bin/tsx'), [join(root, 'lib/cli/main.ts'), ...args], {
    env,
    encoding: 'utf8',
  });
  return { code: result.status, output: `${result.stdout}${result.stderr}` };
}

/** Writes the stacks of a project, as cdktf would before it applies them. */
export function synthesizeProject({ folder, file }: Project, env: NodeJS.ProcessEnv): void {
  const { code, output } = aiFactory(['synth', file, '--out', join(folder, 'cdktf.out')], env);
  expect(code, output).toBe(0);
}
