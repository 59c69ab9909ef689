import { describe, expect, it, vi } from 'vitest';
import { commandIn } from './memory-io';

vi.mock('../../lib/planner/plan-factory', () => {
  throw new Error('the planner was loaded');
});
vi.mock('zod', () => {
  throw new Error('zod was loaded');
});

describe('the command', () => {
  it('loads neither planner nor schema for its help', async () => {
    const { code, out } = await commandIn(['--help'], {});
    expect([code, out]).toEqual([0, expect.stringContaining('synth')]);
  });

  it('loads them for a command that plans', async () => {
    await expect(commandIn(['plan', 'factory.json'], { files: { 'factory.json': '{}' } })).rejects.toThrow();
  });
});
