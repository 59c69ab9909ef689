import { describe, expect, it } from 'vitest';
import { chat, errors, hall, region } from './factories';

const pools = (pool: NonNullable<ReturnType<typeof region>['pools']>[string]) => ({
  sites: { east: region({ pools: { serve: pool } }) },
});

describe('a sound factory', () => {
  it('has no errors, in a region, in a hall and in both', () => {
    expect(errors()).toEqual([]);
    expect(errors({ sites: { hall: hall() } })).toEqual([]);
    expect(errors({ sites: { east: region(), hall: hall({ addressRange: '10.96.0.0/16' }) } })).toEqual([]);
  });
});

describe('a bad factory', () => {
  it('fails for an unknown model with near misses', () => {
    expect(errors({ workloads: { chat: chat({ model: 'llama-3.3-7b' }) } })).toMatchInlineSnapshot();
  });
  it('fails for an unknown accelerator', () => {
    expect(errors(pools({ accelerator: 'h1000' }))).toMatchInlineSnapshot();
  });
  it('fails for an unknown instance type and for a family that is none', () => {
    expect(errors(pools({ machine: 'p5.49xlarge' }))).toMatchInlineSnapshot();
    expect(errors(pools({ machine: 'p6.48xlarge' }))).toMatchInlineSnapshot();
  });
  it('fails for an unknown region', () => {
    expect(errors({ sites: { east: region({ region: 'us-east-9' }) } })).toMatchInlineSnapshot();
  });
  it('fails for overlapping and for missing address ranges', () => {
    const west = region({ region: 'us-west-2', addressRange: '10.16.128.0/17' });
    expect(errors({ sites: { east: region(), west } })).toMatchInlineSnapshot();
    const { addressRange: _, ...open } = region();
    expect(errors({ sites: { east: region(), west: { ...open, region: 'us-west-2' } } })).toMatchInlineSnapshot();
  });
  it('fails for EFA over several zones', () => {
    expect(
      errors(pools({ machine: 'p5.48xlarge', fabric: 'efa', zones: ['us-east-1a', 'us-east-1b'] })),
    ).toMatchInlineSnapshot();
  });
  it('fails for EFA on a machine without it', () => {
    expect(errors(pools({ machine: 'g6e.4xlarge', fabric: 'efa' }))).toMatchInlineSnapshot();
  });
  it('fails for a capacity block in a foreign zone', () => {
    const capacity = { type: 'capacity-block' as const, id: 'cr-1', endsAt: '2027-01-25T11:30:00Z' };
    expect(
      errors(pools({ machine: 'p5.48xlarge', count: 2, zones: ['eu-central-1a'], capacity })),
    ).toMatchInlineSnapshot();
  });
  it('fails for a capacity block without source, end or zone', () => {
    expect(
      errors(pools({ machine: 'p5.48xlarge', count: 2, capacity: { type: 'capacity-block' } })),
    ).toMatchInlineSnapshot();
  });
  it('fails for a pool that is too small for its model', () => {
    const workloads = { chat: chat({ model: 'llama-3.1-405b' }) };
    expect(errors({ ...pools({ machine: 'g6e.12xlarge' }), workloads })).toMatchInlineSnapshot();
  });
  it('fails for objectives that the hardware cannot reach', () => {
    expect(
      errors({ workloads: { chat: chat({ objectives: { ttftMs: 1, interTokenMs: 1 } }) } }),
    ).toMatchInlineSnapshot();
  });
  it('fails for data that may not be where the pools are', () => {
    expect(errors({ workloads: { chat: chat({ residency: ['eu'] }) } })).toMatchInlineSnapshot();
  });
  it('fails for names that lead nowhere', () => {
    expect(
      errors({
        tenants: { assistants: { boundary: 'moat' } },
        queues: { serving: { tenants: ['others'], pools: ['fast'] } },
        workloads: { chat: chat({ sites: ['west'], queue: 'express' }) },
      }),
    ).toMatchInlineSnapshot();
  });
  it('fails for a cluster that nobody may administer or that the world may reach', () => {
    expect(
      errors({ sites: { east: region({ cluster: { admins: [], publicCidrs: ['0.0.0.0/0'] } }) } }),
    ).toMatchInlineSnapshot();
  });
  it('fails for a prohibited use and for a high-risk one whose logs are kept too short', () => {
    expect(errors({ workloads: { chat: chat({ riskClass: 'prohibited' }) } })).toMatchInlineSnapshot();
    expect(
      errors({ sites: { east: region({ logRetentionDays: 90 }) }, workloads: { chat: chat({ riskClass: 'high' }) } }),
    ).toMatchInlineSnapshot();
  });
  it('fails for demand beyond a fixed pool and names the limits that conflict', () => {
    const demand = { requestsPerSecond: 500, inputTokens: 1000, outputTokens: 300 };
    expect(
      errors({ ...pools({ machine: 'p5.48xlarge', count: 1 }), workloads: { chat: chat({ demand }) } }),
    ).toMatchInlineSnapshot();
  });
  it('tells all problems at once', () => {
    expect(
      errors({
        sites: {
          east: region({
            region: 'nowhere',
            pools: { a: { machine: 'p9.huge' }, b: { accelerator: 'h200', machine: 'x' } },
          }),
        },
        workloads: { chat: chat({ model: 'gpt-9' }) },
      }).length,
    ).toBeGreaterThanOrEqual(4);
  });
});
