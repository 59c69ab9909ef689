import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformStack } from 'cdktf';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { userFrame } from '../../lib/constructs/user-frame';
import { planFactory } from '../../lib/planner/plan-factory';
import { aFactory, aWorkload } from '../../lib/testing';
import { commandIn } from './memory-io';

vi.mock('../../lib/planner/plan-factory', async (original) => {
  const real = await original<typeof import('../../lib/planner/plan-factory')>();
  return { ...real, planFactory: vi.fn(real.planFactory) };
});
vi.mock('../../lib/constructs/user-frame', async (original) => {
  const real = await original<typeof import('../../lib/constructs/user-frame')>();
  return { ...real, userFrame: vi.fn(real.userFrame) };
});

const scratch = mkdtempSync(join(tmpdir(), 'ai-factory-work-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
beforeEach(() => void vi.clearAllMocks());

const STACKS = ['test-east-substrate', 'test-east-platform', 'test-east-workloads'];
let count = 0;
const folder = (): string => join(scratch, `${count++}`);

const synth = (out: string, input: object = aFactory()) =>
  commandIn(['synth', 'factory.json', '--out', out, '--json'], { files: { 'factory.json': JSON.stringify(input) } });

describe('synth of a factory file', () => {
  it('plans the file once', async () => {
    expect((await synth(folder())).code).toBe(0);
    expect(vi.mocked(planFactory)).toHaveBeenCalledTimes(1);
  });

  it('renders each stack once, for Terraform and the policies', async () => {
    const render = vi.spyOn(TerraformStack.prototype, 'toTerraform');
    const { code } = await synth(folder());
    expect(code).toBe(0);
    expect(render.mock.contexts.map((stack) => (TerraformStack.isStack(stack) ? stack.node.id : ''))).toEqual(STACKS);
  });

  it('reports violated policies of what it rendered', async () => {
    const workloads = { chat: aWorkload({ engine: { environment: { DB_PASSWORD: 'hunter2' } } }) };
    const { code, out } = await synth(folder(), aFactory({ workloads }));
    expect([code, out]).toEqual([1, expect.stringContaining('no-plain-secrets')]);
  });

  it('looks for lines of code only where the factory is closed', async () => {
    await synth(folder());
    expect(vi.mocked(userFrame)).toHaveBeenCalledTimes(1);
  });

  it('formats no call stack, and restores how they are formatted', async () => {
    const { prepareStackTrace } = Error;
    const format = vi.fn(() => '');
    Error.prepareStackTrace = format;
    try {
      await synth(folder());
      expect(Error.prepareStackTrace).toBe(format);
      const own = format.mock.calls.length;
      await synth(
        folder(),
        aFactory({ workloads: { chat: aWorkload({ engine: { environment: { A_TOKEN: 'x1' } } }) } }),
      );
      expect(Error.prepareStackTrace).toBe(format);
      expect(own).toBeLessThan(5);
    } finally {
      Error.prepareStackTrace = prepareStackTrace;
    }
  });

  it('replaces its files in an existing folder and keeps those of Terraform', async () => {
    const out = folder();
    await synth(out);
    const [first = ''] = STACKS;
    const stack = join(out, 'stacks', first);
    const written = readFileSync(join(stack, 'cdk.tf.json'), 'utf8');
    writeFileSync(join(stack, 'cdk.tf.json'), 'old');
    writeFileSync(join(stack, '.terraform.lock.hcl'), 'lock');
    mkdirSync(join(stack, 'assets', 'old'), { recursive: true });
    expect((await synth(out)).code).toBe(0);
    expect(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')).toBe(written);
    expect(readFileSync(join(stack, '.terraform.lock.hcl'), 'utf8')).toBe('lock');
    expect(existsSync(join(stack, 'assets', 'old'))).toBe(false);
    expect(readdirSync(scratch).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
