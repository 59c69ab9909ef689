import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import type { FactoryPlan, ServingPlan, SitePlan, WorkloadPlan } from '../../../lib/planner/model/plan';
import { atStop } from '../../../lib/planner/moves/at-stop';
import { stopsOf } from '../../../lib/planner/moves/stops';
import { isSound, placedAs, planPlaced } from '../../../lib/planner/plan-factory';
import type { FactoryInput } from '../../../lib/spec/factory';
import { FactorySpec, placeFactory, planFactory } from '../../standard';
import { moving, movingFactories } from './move-factories';

/** Drawn factories; each is planned once at every stop, and every law below holds over all of them. */
const CASES = 460;
const SEED = 20261124;

interface Case {
  readonly input: FactoryInput;
  readonly spec: FactorySpec;
  /** Kind of move: between sites, back to the cloud, inside a site to another pool or model, of a share, between regions. */
  readonly kind: string;
  /** Plan at the phase that the file states. */
  readonly plan: FactoryPlan;
  readonly isSound: boolean;
  readonly plans: readonly FactoryPlan[];
}

function caseOf(input: FactoryInput): Case {
  const spec = FactorySpec.parse(input);
  const migration = spec.migrations['move'];
  if (migration === undefined) throw new Error('the factory moves nothing');
  const placed = placeFactory(spec, defaultCatalog);
  const plans = stopsOf(migration).map((stop) => planPlaced(placedAs(placed, atStop(spec, 'move', stop))));
  const plan = planFactory(spec, defaultCatalog);
  return { input, spec, kind: kindOf(spec), plan, isSound: isSound(plan), plans };
}

function kindOf(spec: FactorySpec): string {
  const { from, to } = spec.migrations['move'] ?? { from: { site: '' }, to: { site: '' } };
  if (from.site === to.site) return 'model' in to && to.model !== undefined ? 'model in place' : 'pool in a site';
  const provider = (site: string) => spec.sites[site]?.provider ?? '';
  const shares = spec.workloads['chat']?.shares === undefined ? '' : ', a share';
  return `${provider(from.site)} to ${provider(to.site)}${shares}`;
}

const cases: readonly Case[] = fc.sample(movingFactories, { numRuns: CASES, seed: SEED }).map(caseOf);
const sound = cases.filter((each) => each.isSound);

/** Every step of a case: two neighbouring stops. A step back has the same worlds as the step forward. */
const stepsOf = ({ plans }: Case): (readonly [FactoryPlan, FactoryPlan])[] =>
  plans.slice(1).flatMap((is, index) => {
    const was = plans[index];
    return was === undefined ? [] : [[was, is] as const];
  });

/** A world while stacks are applied: the nodes and the servers of each site, and the split, each at one of two stops. */
interface World {
  readonly nodes: (site: string) => SitePlan;
  readonly servers: (site: string) => SitePlan;
  readonly traffic: FactoryPlan;
}

/** Every subset of stacks that may have been applied: it holds every prefix of every order, forwards and backwards. */
function worldsBetween(was: FactoryPlan, is: FactoryPlan): World[] {
  const names = was.sites.map((site) => site.name);
  const site = (plan: FactoryPlan, name: string): SitePlan => {
    const found = plan.sites.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no site ${name}`);
    return found;
  };
  return Array.from({ length: 2 ** (2 * names.length + 1) }, (_, bits) => ({
    nodes: (name) => site(bits & (1 << names.indexOf(name)) ? is : was, name),
    servers: (name) => site(bits & (1 << (names.length + names.indexOf(name))) ? is : was, name),
    traffic: bits & (1 << (2 * names.length)) ? is : was,
  }));
}

/** Worlds with the requests that each site must hold, for one breach in words or none. */
type Law = (world: World, name: string) => string[];

const acceleratorsOf = (serving: ServingPlan): number =>
  serving.replicas.min * serving.acceleratorsPerPod * serving.nodesPerReplica;

const placesAt = (plan: FactoryPlan, site: string): (WorkloadPlan['sites'][number] & { readonly workload: string })[] =>
  plan.workloads.flatMap((workload) =>
    workload.sites.filter((each) => each.site === site).map((each) => ({ ...each, workload: workload.name })),
  );

/** Requests per second at peak that a site is given more of than its servers, running and not drained, are sized for. */
const overload: Law = (world, site) =>
  world.traffic.workloads.flatMap((workload) => {
    const given = workload.sites.filter((each) => each.site === site);
    const asked = given.reduce((sum, each) => sum + (workload.peak.requestsPerSecond * each.weight) / 100, 0);
    const running = world.servers(site).serving.filter((own) => own.replicas.min > 0 && !own.isDraining);
    const has = given
      .filter((each) => running.some((own) => own.name === each.serving && own.pool === each.pool))
      .reduce((sum, each) => sum + each.requestsPerSecond, 0);
    // Weights are whole percents: rounding may give a site half a percent more than it was placed with.
    const slack = workload.peak.requestsPerSecond * 0.006;
    return asked > has + slack ? [`${workload.name} at ${site}: ${asked.toFixed(2)} of ${has.toFixed(2)}`] : [];
  });

/** Servers for which nodes are missing, in a pool in which any server takes requests: which of them stop is left to chance. */
const withoutNodes: Law = (world, site) => {
  const { serving } = world.servers(site);
  return world.nodes(site).pools.flatMap((pool) => {
    const own = serving.filter((each) => each.pool === pool.name);
    const inUse = placesAt(world.traffic, site).some((each) => each.pool === pool.name && each.weight > 0);
    const there = pool.nodes.planned * (pool.accelerator?.perNode ?? 0);
    // Only servers that stood or will stand under requests count against them.
    const asked = own.reduce((sum, each) => sum + acceleratorsOf(each), 0);
    const isAlone = own.every((each) => each.workload === 'chat');
    const starting =
      isAlone && !placesAt(world.traffic, site).some((each) => each.weight > 0 && each.workload === 'chat');
    return inUse && !starting && asked > there ? [`${site}.${pool.name}: ${asked} of ${there} accelerators`] : [];
  });
};

/** Power, heat, money and carbon of the nodes of a site against its limits. */
const overLimit: Law = (world, site) => {
  const plan = world.nodes(site);
  const { power, cooling } = plan;
  return [
    ...(power.limit !== null && power.itPeakW > power.limit.usableW + 1e-6 ? [`${site}: power`] : []),
    ...(power.headroomW !== null && power.headroomW < -1e-6 ? [`${site}: headroom of power`] : []),
    ...power.feeds.filter((feed) => feed.headroomW < -1e-6).map((feed) => `${site}: feed ${feed.feed}`),
    ...(cooling.airHeadroomW !== null && cooling.airHeadroomW < -1e-6 ? [`${site}: cooling`] : []),
  ];
};

/** Workloads at a site outside of their residency: the places of the servers, and of the requests. */
const outside =
  (spec: FactorySpec): Law =>
  (world, site) => {
    const { jurisdiction, serving } = world.servers(site);
    const names = new Set([
      ...serving.map((each) => each.workload),
      ...placesAt(world.traffic, site).map((each) => each.workload),
    ]);
    return [...names].filter((name) => spec.workloads[name]?.residency?.includes(jurisdiction) === false);
  };

/** What a law finds in the worlds of all sound cases, and how many worlds it was asked of. */
function breaches(lawOf: (one: Case) => Law): { readonly found: readonly string[]; readonly worlds: number } {
  let worlds = 0;
  const found: string[] = [];
  for (const one of sound) {
    const law = lawOf(one);
    for (const [was, is] of stepsOf(one)) {
      for (const world of worldsBetween(was, is)) {
        worlds++;
        for (const site of was.sites) found.push(...law(world, site.name).map((each) => `${one.kind}: ${each}`));
      }
    }
  }
  return { found: [...new Set(found)], worlds };
}

/** Fewest sound cases of each kind: fewer would say nothing of it. */
const LEAST = 20;

describe('a migration over generated factories', () => {
  it('is drawn of every kind, sound and not', () => {
    const counts: Record<string, number> = {};
    for (const { kind } of sound) counts[kind] = (counts[kind] ?? 0) + 1;
    const steps = sound.reduce((sum, one) => sum + stepsOf(one).length, 0);
    const { worlds } = breaches(() => () => []);
    process.stdout.write(
      `cases: ${cases.length} factories, ${sound.length} sound, ${steps} steps each way, ${worlds} worlds; ${JSON.stringify(counts)}\n`,
    );
    expect(Object.keys(counts).sort()).toEqual([
      'aws to aws',
      'aws to kubernetes',
      'aws to kubernetes, a share',
      'kubernetes to aws',
      'model in place',
      'pool in a site',
    ]);
    for (const [kind, count] of Object.entries(counts)) expect([kind, count >= LEAST]).toEqual([kind, true]);
    expect(cases.length - sound.length).toBeGreaterThanOrEqual(LEAST);
    expect(worlds).toBeGreaterThan(10_000);
  });

  it('that is sound where it stands is sound at every stop', () => {
    for (const { plans } of sound) {
      for (const plan of plans) expect(plan.findings.filter((each) => each.severity === 'error')).toEqual([]);
    }
  });

  it('that is refused breaks a rule at some stop, and says which', () => {
    for (const one of cases.filter((each) => !each.isSound)) {
      const said = one.plan.findings.filter((each) => each.severity === 'error');
      const broken = one.plans.flatMap((plan) => plan.findings.filter((each) => each.severity === 'error'));
      expect(broken).not.toEqual([]);
      expect(said).not.toEqual([]);
    }
  });

  it('keeps every site above its share of peak demand, whichever stacks are applied, forwards and backwards', () => {
    expect(breaches(() => overload).found).toEqual([]);
  });

  it('never takes nodes from under servers that take requests', () => {
    expect(breaches(() => withoutNodes).found).toEqual([]);
  });

  it('fits power, feeds and cooling in every mixed state', () => {
    expect(breaches(() => overLimit).found).toEqual([]);
  });

  it('fits money and carbon at each site in every phase: they are counted by its nodes, which one stack has', () => {
    for (const { plans, spec } of sound) {
      for (const plan of plans) {
        for (const [site, cost] of Object.entries(plan.cost.sites)) {
          expect(cost.limitUsdPerMonth ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(cost.usdPerMonth);
          const limit = spec.sites[site]?.carbon?.kgPerDay ?? Number.POSITIVE_INFINITY;
          const kg = plan.sites.find((each) => each.name === site)?.power.carbon.kgPerDay ?? 0;
          expect(limit).toBeGreaterThanOrEqual(kg);
        }
      }
    }
  });

  it('keeps residency in every mixed state', () => {
    expect(breaches(({ spec }) => outside(spec)).found).toEqual([]);
  });

  it('changes capacity or traffic from one stop to the next, never both', () => {
    const weights = (plan: FactoryPlan) =>
      plan.workloads.map((each) =>
        each.sites.filter((one) => one.weight > 0).map((one) => [one.site, one.serving, one.pool, one.weight]),
      );
    const servers = (plan: FactoryPlan) =>
      plan.sites.map((site) => [
        site.pools.map((pool) => [pool.name, pool.nodes]),
        site.serving.map((each) => [each.name, each.pool, each.replicas, each.isDraining]),
      ]);
    const same = (of: (plan: FactoryPlan) => unknown, [was, is]: readonly [FactoryPlan, FactoryPlan]) =>
      JSON.stringify(of(was)) === JSON.stringify(of(is));
    for (const one of sound) {
      for (const step of stepsOf(one)) expect(same(weights, step) || same(servers, step)).toBe(true);
    }
  });

  it('leaves every other workload where it is', () => {
    const others = (plan: FactoryPlan) =>
      plan.workloads.filter((each) => each.name !== 'chat').map((each) => JSON.stringify(each.sites));
    for (const { plans } of sound) {
      for (const plan of plans) expect(others(plan)).toEqual(plans[0] === undefined ? [] : others(plans[0]));
    }
  });

  it('destroys nothing with state: network, keys, cluster, store, sinks, volumes and pools are there at every stop', () => {
    const kept = ({ name, substrate, runtime, platform, pools }: SitePlan) => ({
      name,
      substrate,
      namespaces: runtime.tenants.map((each) => each.namespace),
      storage: runtime.storage,
      gateway: runtime.gateway,
      releases: platform.releases.map((each) => each.name),
      pools: pools.map((each) => each.name),
    });
    for (const { plans } of sound) {
      for (const plan of plans) expect(plan.sites.map(kept)).toEqual(plans[0]?.sites.map(kept));
      // The claim of a serving's weights goes with the serving: the source's stays until its servers are given back.
      const claims = plans.slice(0, -1).map((plan) => plan.sites.map((site) => site.serving.map((each) => each.name)));
      claims.slice(1).forEach((after, index) => {
        for (const [site, names] of (claims[index] ?? []).entries()) {
          expect(after[site]).toEqual(expect.arrayContaining([...names]));
        }
      });
    }
  });

  it('keeps the source whole until it is retired, so that a step back waits for no capacity', () => {
    for (const { plans, spec } of sound) {
      const from = spec.migrations['move']?.from.site;
      const source = (plan: FactoryPlan | undefined) => {
        const own = plan?.sites.find((site) => site.name === from)?.serving ?? [];
        return own.map((each) => ({ name: each.name, pool: each.pool, replicas: each.replicas }));
      };
      for (const plan of plans.slice(0, -1)) expect(source(plan)).toEqual(expect.arrayContaining(source(plans[0])));
    }
  });

  it('asks each end for the servers of its own share', () => {
    let asked = 0;
    for (const { plans, spec } of cases) {
      for (const plan of plans) {
        const targets = plan.traffic?.routes.flatMap((route) => route.targets) ?? [];
        for (const { site, move, serving, readyReplicas } of targets) {
          if (move === null) continue;
          asked++;
          expect(site).toBe(spec.migrations['move']?.[move.end].site);
          const replicas =
            plan.sites.find((each) => each.name === site)?.serving.find((each) => each.name === serving.name)?.replicas
              .min ?? 0;
          expect(readyReplicas).toBe(Math.max(Math.ceil((replicas * move.percent) / 100 - 1e-9), 0));
        }
        const to = targets.find((each) => each.move?.end === 'to');
        if (to !== undefined) expect(to.move?.percent).toBe(plan.traffic?.moves[0]?.percent);
      }
    }
    expect(asked).toBeGreaterThan(CASES);
  });
});

describe('the laws themselves', () => {
  const { plans } = caseOf(moving());
  const [, prepare, , , half] = plans;
  const soak = plans.at(-2);
  const retire = plans.at(-1);
  const between = (was: FactoryPlan | undefined, is: FactoryPlan | undefined, law: Law): string[] => {
    if (was === undefined || is === undefined) throw new Error('the migration has too few stops');
    return worldsBetween(was, is).flatMap((world) => was.sites.flatMap((site) => law(world, site.name)));
  };

  it('find the overload of a step that skips from prepare to a share', () => {
    expect(between(prepare, half, overload)).not.toEqual([]);
  });

  it('find the overload of a source that is released while it has requests', () => {
    expect(between(half, retire, overload)).not.toEqual([]);
  });

  it('find nodes that are taken from under a target that serves', () => {
    const nodeless: FactoryPlan | undefined = soak && {
      ...soak,
      sites: soak.sites.map((site) => ({
        ...site,
        pools: site.pools.map((pool) => ({ ...pool, nodes: { ...pool.nodes, planned: 0 } })),
      })),
    };
    expect(between(soak, nodeless, withoutNodes)).not.toEqual([]);
  });

  it('find a hall that draws more than it may, and data outside of its residency', () => {
    const dark: FactoryPlan | undefined = soak && {
      ...soak,
      sites: soak.sites.map((site) => ({
        ...site,
        power: { ...site.power, limit: { usableW: 1, path: 'sites.hall.power' }, itPeakW: 2 },
      })),
    };
    expect(between(soak, dark, overLimit)).not.toEqual([]);
    const { spec } = caseOf(moving());
    const chat = spec.workloads['chat'];
    if (chat === undefined) throw new Error('the factory serves nothing');
    const strict = { ...spec, workloads: { chat: { ...chat, residency: ['us'] } } };
    expect(between(prepare, half, outside(strict))).toContain('chat');
  });
});
