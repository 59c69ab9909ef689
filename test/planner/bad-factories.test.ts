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
    expect(errors({ workloads: { chat: chat({ model: 'llama-3.3-7b' }) } })).toMatchInlineSnapshot(`
      [
        "error  unknown-model  workloads.chat.model: no row for "llama-3.3-7b" in models; nearest: llama-3.3-70b, llama-2-7b, llama-3.1-70b; correct the name or add a row under \`catalog.models\`",
      ]
    `);
  });
  it('fails for an unknown accelerator', () => {
    expect(errors(pools({ accelerator: 'h1000' }))).toMatchInlineSnapshot(`
      [
        "error  unknown-accelerator  sites.east.pools.serve.accelerator: no row for "h1000" in accelerators; nearest: h100-nvl, h100-sxm, h100-pcie; correct the name or add a row under \`catalog.accelerators\`",
      ]
    `);
  });
  it('fails for an unknown instance type and for a family that is none', () => {
    expect(errors(pools({ machine: 'p5.49xlarge' }))).toMatchInlineSnapshot(`
      [
        "error  unknown-machine  sites.east.pools.serve.machine: no row for "p5.49xlarge" in machines; nearest: p5.48xlarge, p5.4xlarge, p5e.48xlarge; correct the name or add a row under \`catalog.machines\`",
      ]
    `);
    expect(errors(pools({ machine: 'p6.48xlarge' }))).toMatchInlineSnapshot(`
      [
        "error  unknown-machine  sites.east.pools.serve.machine: no row for "p6.48xlarge" in machines; nearest: p6-b200.48xlarge, p6-b300.48xlarge, g6.48xlarge; correct the name or add a row under \`catalog.machines\`",
      ]
    `);
  });
  it('fails for an unknown region', () => {
    expect(errors({ sites: { east: region({ region: 'us-east-9' }) } })).toMatchInlineSnapshot(`
      [
        "error  unknown-region  sites.east.region: no row for "us-east-9" in regions; nearest: us-east-1, us-east-2, us-west-1; correct the name or add a row under \`catalog.regions\`",
      ]
    `);
  });
  it('fails for overlapping and for missing address ranges', () => {
    const west = region({ region: 'us-west-2', addressRange: '10.16.128.0/17' });
    expect(errors({ sites: { east: region(), west } })).toMatchInlineSnapshot(`
      [
        "error  address-ranges-overlap  sites.west.addressRange: range 10.16.128.0/17 overlaps 10.16.0.0/16 of sites.east; give the sites separate ranges so that they can be connected",
      ]
    `);
    const { addressRange: _, ...open } = region();
    expect(errors({ sites: { east: region(), west: { ...open, region: 'us-west-2' } } })).toMatchInlineSnapshot(`
      [
        "error  address-range-missing  sites.west.addressRange: no addressRange, and the factory makes the networks of 2 sites; give each its own range, such as 10.16.0.0/16",
      ]
    `);
  });
  it('fails for EFA over several zones', () => {
    expect(
      errors(pools({ machine: 'p5.48xlarge', fabric: 'efa', zones: ['us-east-1a', 'us-east-1b'] })),
    ).toMatchInlineSnapshot(`
      [
        "error  fabric-over-zones  sites.east.pools.serve.zones: 2 zones (us-east-1a, us-east-1b) with fabric efa, which works inside one zone; name one zone, or make a pool for each",
      ]
    `);
  });
  it('fails for EFA on a machine without it', () => {
    expect(errors(pools({ machine: 'g6e.4xlarge', fabric: 'efa' }))).toMatchInlineSnapshot(`
      [
        "error  no-fabric  sites.east.pools.serve.fabric: g6e.4xlarge at east has no fabric efa; use a larger size or fabric none",
        "error  pool-too-small-for-model  workloads.chat: chat cannot run on sites.east.pools.serve: llama-3.3-70b needs 73 GB for weights, and a cache of 6144 tokens; a node holds 48 GB and a replica may span 1; use a larger machine, more nodes, or a smaller precision",
      ]
    `);
  });
  it('fails for a capacity block in a foreign zone', () => {
    const capacity = { type: 'capacity-block' as const, id: 'cr-1', endsAt: '2027-01-25T11:30:00Z' };
    expect(
      errors(pools({ machine: 'p5.48xlarge', count: 2, zones: ['eu-central-1a'], capacity })),
    ).toMatchInlineSnapshot(`
      [
        "error  capacity-block-zone  sites.east.pools.serve.zones.0: zone "eu-central-1a" is not one of the site's zones us-east-1a, us-east-1b, us-east-1c; use one of them or add it to sites.east.zones",
      ]
    `);
  });
  it('fails for a capacity block without source, end or zone', () => {
    expect(
      errors(pools({ machine: 'p5.48xlarge', count: 2, capacity: { type: 'capacity-block' } })),
    ).toMatchInlineSnapshot(`
      [
        "error  capacity-block-source  sites.east.pools.serve.capacity: neither id nor purchase is stated; give the id of a block that was bought, or a purchase",
        "error  capacity-block-end  sites.east.pools.serve.capacity.endsAt: no end is stated; nodes must leave 30 minutes before a block ends (60 for UltraServers): state when it ends",
        "error  capacity-needs-one-zone  sites.east.pools.serve.zones: 0 zones are stated for a capacity-block, which lies in one; name the zone of the reservation",
      ]
    `);
  });
  it('fails for a pool that is too small for its model', () => {
    const workloads = { chat: chat({ model: 'llama-3.1-405b' }) };
    expect(errors({ ...pools({ machine: 'g6e.4xlarge' }), workloads })).toMatchInlineSnapshot(`
      [
        "error  pool-too-small-for-model  workloads.chat: chat cannot run on sites.east.pools.serve: llama-3.1-405b needs 410 GB for weights, and a cache of 6144 tokens; a node holds 48 GB and a replica may span 1; use a larger machine, more nodes, or a smaller precision",
      ]
    `);
  });
  it('fails for objectives that the hardware cannot reach', () => {
    expect(
      errors({ workloads: { chat: chat({ objectives: { ttftMs: 1, interTokenMs: 1 } }) } }),
    ).toMatchInlineSnapshot(`
      [
        "error  objectives-out-of-reach  workloads.chat: chat cannot run on sites.east.pools.serve: even for one request alone on NVIDIA H100 SXM5 80GB: ttftMs is 1, and the first token takes at least 77 ms; interTokenMs is 1, and the next takes at least 8.3 ms; relax the objective or use a faster accelerator",
      ]
    `);
  });
  it('fails for data that may not be where the pools are', () => {
    expect(errors({ workloads: { chat: chat({ residency: ['eu'] }) } })).toMatchInlineSnapshot(`
      [
        "error  residency  workloads.chat: chat cannot run on sites.east.pools.serve: its data may be in eu; east is in us",
      ]
    `);
  });
  it('fails for names that lead nowhere', () => {
    expect(
      errors({
        tenants: { assistants: { boundary: 'moat' } },
        queues: { serving: { tenants: ['others'], pools: ['fast'] } },
        workloads: { chat: chat({ sites: ['west'], queue: 'express' }) },
      }),
    ).toMatchInlineSnapshot(`
      [
        "error  unknown-pool  queues.serving.pools.0: no pool "fast"; the sites have east/serve; correct the name or add the pool to a site",
        "error  unknown-tenant  queues.serving.tenants.0: tenant "others" is not defined; defined tenants: assistants; correct the name or add the tenant",
        "error  unknown-boundary  tenants.assistants.boundary: boundary "moat" is not defined; no boundaries are defined; correct the name or add the boundary",
        "error  unknown-queue  workloads.chat.queue: queue "express" is not defined; defined queues: serving; correct the name or add the queue",
        "error  unknown-site  workloads.chat.sites.0: site "west" is not defined; defined sites: east; correct the name or add the site",
        "error  site-not-listed  workloads.chat: chat cannot run on sites.east.pools.serve: the workload may run at west only",
      ]
    `);
  });
  it('fails for a cluster that nobody may administer or that the world may reach', () => {
    expect(
      errors({ sites: { east: region({ cluster: { admins: [], publicCidrs: ['0.0.0.0/0'] } }) } }),
    ).toMatchInlineSnapshot(`
      [
        "error  cluster-admins-missing  sites.east.cluster.admins: no principal may administer the cluster, and its creator gets no rights by itself; add the ARN of the role that deploys",
        "error  public-api  sites.east.cluster.publicCidrs: 0.0.0.0/0 opens the API to the world; name the ranges that may reach it",
      ]
    `);
  });
  it('fails for a prohibited use and for a high-risk one whose logs are kept too short', () => {
    expect(errors({ workloads: { chat: chat({ riskClass: 'prohibited' }) } })).toMatchInlineSnapshot(`
      [
        "error  prohibited-use  workloads.chat.riskClass: the declared use is prohibited by Art. 5; it is not synthesized",
      ]
    `);
    expect(
      errors({ sites: { east: region({ logRetentionDays: 90 }) }, workloads: { chat: chat({ riskClass: 'high' }) } }),
    ).toMatchInlineSnapshot(`
      [
        "error  log-retention-too-short  sites.east.logRetentionDays: logs are kept 90 days, and chat is declared high-risk, for which at least 183 are kept; raise it",
      ]
    `);
  });
  it('fails for demand beyond a fixed pool and names the limits that conflict', () => {
    const demand = { requestsPerSecond: 500, inputTokens: 1000, outputTokens: 300 };
    expect(
      errors({ ...pools({ machine: 'p5.48xlarge', count: 1 }), workloads: { chat: chat({ demand }) } }),
    ).toMatchInlineSnapshot(`
      [
        "error  limits-conflict  sites.east.pools.serve.count: chat does not fit: serve at east has 1 node; 30 nodes are enough",
      ]
    `);
  });
  it('fails for wishes that exclude each other, and names the two', () => {
    const west = region({ region: 'us-west-2', addressRange: '10.48.0.0/16' });
    expect(
      errors({
        sites: { east: region(), west },
        workloads: {
          a: chat({ shares: { east: 0.6, west: 0.6 } }),
          b: chat({ shares: { east: 1 }, sites: ['west'] }),
          c: chat({ shares: { east: 1 }, residency: ['eu'] }),
          d: chat({ maxReplicas: 1, demand: { requestsPerSecond: 80, inputTokens: 1000, outputTokens: 300 } }),
          e: chat({ contextTokens: 1_000_000 }),
          f: chat({ shares: { east: 1 }, objectives: { survives: 'site' } }),
          g: chat({ objectives: { networkMs: 20 } }),
          h: chat({ users: ['mars'] }),
        },
      }),
    ).toMatchInlineSnapshot(`
      [
        "error  unknown-users  workloads.h.users.0: no site states latencyMs for users "mars"; there are none; correct the name or state the round trip at each site",
        "error  shares-not-whole  workloads.a.shares: the shares add up to 120% of the requests; make them 100%",
        "error  no-share  workloads.b: b cannot run on sites.west.pools.serve: its shares give this site nothing",
        "error  site-not-listed  workloads.b: b cannot run on sites.east.pools.serve: the workload may run at west only",
        "error  objectives-contradict  workloads.b.shares.east: shares gives east 100% and workloads.b.sites allows west only; change one of them",
        "error  residency  workloads.c: c cannot run on sites.east.pools.serve: its data may be in eu; east is in us",
        "error  residency  workloads.c: c cannot run on sites.west.pools.serve: its data may be in eu; west is in us",
        "error  objectives-contradict  workloads.c.shares.east: shares gives east 100%, which is in us, and workloads.c.residency allows eu only; change one of them",
        "error  objectives-contradict  workloads.d.maxReplicas: 1 replicas at most, and workloads.d.demand needs 20 at east; raise maxReplicas or lower the demand",
        "error  objectives-contradict  workloads.e.contextTokens: 1000000 tokens of context, and workloads.e.model llama-3.3-70b takes 131072; lower it or use another model",
        "error  limits-conflict  workloads.f.objectives.survives: f does not fit: f survives the loss of any site; add a site, or survive less",
        "error  objectives-contradict  workloads.f.objectives.survives: it survives the loss of a site and workloads.f.shares gives everything to east; give a second site a share or survive less",
        "error  users-not-stated  workloads.g.users: objectives.networkMs promises 20 ms and nothing says from where; state users, by the names that sites state latencyMs for",
      ]
    `);
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

  it('fails for a workload that needs two pools of one site', () => {
    const pool = { machine: 'p5.48xlarge', count: 1 };
    expect(
      errors({
        sites: { east: region({ pools: { one: pool, two: pool } }) },
        workloads: { chat: chat({ demand: { requestsPerSecond: 25, inputTokens: 1000, outputTokens: 300 } }) },
      }),
    ).toMatchInlineSnapshot(`
      [
        "error  workload-on-two-pools  workloads.chat.pools: chat needs one and two at east, and a workload can use one pool of a site: name one and let it have the nodes (count or maxCount), make one pool of both, or split the workload",
      ]
    `);
  });
});
