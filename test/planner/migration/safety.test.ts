import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { atStop, stopsOf } from '../../../lib/planner/migration';
import type { FactoryPlan, WorkloadPlan } from '../../../lib/planner/plan';
import { isSound, planFactory } from '../../../lib/planner/plan-factory';
import { FactorySpec } from '../../../lib/spec/factory';
import { moving, movingFactories } from './move-factories';

const RUNS = 150;

/** Plans of all stops of the migration `move`. */
function plansOf(spec: FactorySpec): readonly FactoryPlan[] {
  const migration = spec.migrations['move'];
  if (migration === undefined) throw new Error('the factory moves nothing');
  return stopsOf(migration).map((stop) => planFactory(atStop(spec, 'move', stop), defaultCatalog));
}

/** A world while stacks are applied: each site and the traffic stack at one of two neighbouring stops. */
interface World {
  readonly site: (name: string) => FactoryPlan;
  readonly traffic: FactoryPlan;
}

/** Every way in which each stack may have been applied or not. */
function worldsBetween(was: FactoryPlan, is: FactoryPlan): World[] {
  const names = was.sites.map((site) => site.name);
  return Array.from({ length: 2 ** (names.length + 1) }, (_, bits) => ({
    site: (name) => (bits & (1 << names.indexOf(name)) ? is : was),
    traffic: bits & (1 << names.length) ? is : was,
  }));
}

const at = (plan: FactoryPlan, workload: string): WorkloadPlan['sites'] =>
  plan.workloads.find((each) => each.name === workload)?.sites ?? [];

/** Requests per second that servers of a workload at a site can take: those that run and are not drained. */
function capacity(plan: FactoryPlan, workload: string, site: string): number {
  const serving = plan.sites.find((each) => each.name === site)?.serving ?? [];
  return at(plan, workload)
    .filter((each) => each.site === site && each.capacity === 'ready')
    .filter((each) => serving.some((own) => own.name === each.serving && own.replicas.min > 0 && !own.isDraining))
    .reduce((sum, each) => sum + each.requestsPerSecond, 0);
}

/** What breaks in a world: a site that is given more requests than its servers take. */
function overloads(world: World): string[] {
  return world.traffic.workloads.flatMap((workload) =>
    [...new Set(workload.sites.map((each) => each.site))].flatMap((site) => {
      const weight = workload.sites.filter((each) => each.site === site).reduce((sum, each) => sum + each.weight, 0);
      const asked = (workload.peak.requestsPerSecond * weight) / 100;
      // Weights are whole percents: rounding may give a site half a percent more than it was placed with.
      const slack = workload.peak.requestsPerSecond * 0.006;
      const has = capacity(world.site(site), workload.name, site);
      return asked > has + slack ? [`${workload.name} at ${site}: ${asked.toFixed(2)} of ${has.toFixed(2)}`] : [];
    }),
  );
}

const placesOf = (plan: FactoryPlan): string[] =>
  plan.workloads.filter((each) => each.name !== 'chat').map((each) => JSON.stringify(each.sites));

describe('a migration', () => {
  it('that is sound before it begins is sound at every stop', () => {
    let sound = 0;
    fc.assert(
      fc.property(movingFactories, (input) => {
        const [first, ...rest] = plansOf(FactorySpec.parse(input));
        if (first === undefined || !isSound(first)) return;
        sound++;
        for (const plan of rest) expect(plan.findings.filter((each) => each.severity === 'error')).toEqual([]);
      }),
      { numRuns: RUNS },
    );
    // Most factories must fit, or the law says nothing.
    expect(sound).toBeGreaterThan(RUNS / 4);
  });

  it('keeps every site above its share of peak demand, whichever stacks are applied, forwards and backwards', () => {
    let worlds = 0;
    fc.assert(
      fc.property(movingFactories, (input) => {
        const plans = plansOf(FactorySpec.parse(input));
        if (plans[0] === undefined || !isSound(plans[0])) return;
        plans.slice(1).forEach((is, index) => {
          const was = plans[index];
          if (was === undefined) return;
          // Subsets of a step forwards are the subsets of the step back.
          for (const world of worldsBetween(was, is)) {
            worlds++;
            expect(overloads(world)).toEqual([]);
          }
        });
      }),
      { numRuns: RUNS },
    );
    expect(worlds).toBeGreaterThan(RUNS);
  });

  it('changes capacity or traffic from one stop to the next, never both', () => {
    fc.assert(
      fc.property(movingFactories, (input) => {
        const plans = plansOf(FactorySpec.parse(input));
        if (plans[0] === undefined || !isSound(plans[0])) return;
        plans.slice(1).forEach((is, index) => {
          const was = plans[index];
          if (was === undefined) return;
          const weights = (plan: FactoryPlan) =>
            JSON.stringify(
              plan.workloads.map((each) =>
                each.sites.filter((one) => one.weight > 0).map((one) => [one.site, one.serving, one.weight]),
              ),
            );
          const servers = (plan: FactoryPlan) =>
            JSON.stringify(
              plan.sites.map((site) => site.serving.map((each) => [each.name, each.replicas, each.isDraining])),
            );
          expect([weights(was) === weights(is), servers(was) === servers(is)]).toContain(true);
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('gives and takes nodes only under servers that take no requests', () => {
    fc.assert(
      fc.property(movingFactories, (input) => {
        const plans = plansOf(FactorySpec.parse(input));
        if (plans[0] === undefined || !isSound(plans[0])) return;
        plans.slice(1).forEach((is, index) => {
          const was = plans[index];
          if (was === undefined) return;
          const nodes = (plan: FactoryPlan) =>
            new Map(
              plan.sites.flatMap((site) => site.pools.map((pool) => [`${site.name}.${pool.name}`, pool.nodes.planned])),
            );
          const changed = [...nodes(was)]
            .filter(([pool, count]) => nodes(is).get(pool) !== count)
            .map(([pool]) => pool);
          const moved = [was, is].flatMap((plan) => at(plan, 'chat')).filter((each) => each.weight > 0);
          const both = moved.filter((each) => changed.includes(`${each.site}.${each.pool}`));
          // A pool that the move shares with servers under load may grow and shrink; never below what they stand on.
          for (const { site, pool, accelerators } of both) {
            const perNode = was.sites.find((each) => each.name === site)?.pools.find((each) => each.name === pool)
              ?.accelerator?.perNode;
            for (const plan of [was, is]) {
              expect((nodes(plan).get(`${site}.${pool}`) ?? 0) * (perNode ?? 0)).toBeGreaterThanOrEqual(accelerators);
            }
          }
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('leaves every other workload where it is', () => {
    fc.assert(
      fc.property(movingFactories, (input) => {
        const plans = plansOf(FactorySpec.parse(input));
        if (plans[0] === undefined || !isSound(plans[0])) return;
        const [first] = plans;
        for (const plan of plans) expect(placesOf(plan)).toEqual(first === undefined ? [] : placesOf(first));
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps what holds state: network, keys, cluster, store and sinks are the same at every stop', () => {
    fc.assert(
      fc.property(movingFactories, (input) => {
        const plans = plansOf(FactorySpec.parse(input));
        const stateOf = (plan: FactoryPlan) =>
          plan.sites.map((site) => [site.name, site.substrate, site.runtime.tenants.map((each) => each.namespace)]);
        for (const plan of plans) expect(stateOf(plan)).toEqual(plans[0] === undefined ? [] : stateOf(plans[0]));
      }),
      { numRuns: RUNS / 3 },
    );
  });

  it('asks each end for the servers of its own share', () => {
    let asked = 0;
    fc.assert(
      fc.property(movingFactories, (input) => {
        const spec = FactorySpec.parse(input);
        const move = spec.migrations['move'];
        for (const plan of plansOf(spec)) {
          for (const target of plan.traffic?.routes.flatMap((route) => route.targets) ?? []) {
            if (target.move === null) continue;
            asked++;
            const { end, percent } = target.move;
            expect(target.site).toBe(move?.[end].site);
            const replicas =
              plan.sites
                .find((each) => each.name === target.site)
                ?.serving.find((each) => each.name === target.serving.name)?.replicas.min ?? 0;
            expect(target.readyReplicas).toBe(Math.max(Math.ceil((replicas * percent) / 100 - 1e-9), 0));
          }
          const ends = plan.traffic?.moves[0]?.percent;
          const to = plan.traffic?.routes.flatMap((route) => route.targets).find((each) => each.move?.end === 'to');
          if (to !== undefined) expect(to.move?.percent).toBe(ends);
        }
      }),
      { numRuns: RUNS },
    );
    expect(asked).toBeGreaterThan(RUNS);
  });

  it('would overload a site if it skipped from prepare to a share', () => {
    const plans = plansOf(FactorySpec.parse(moving()));
    const [, prepare, , , half] = plans;
    if (prepare === undefined || half === undefined) throw new Error('the migration has too few stops');
    expect(worldsBetween(prepare, half).flatMap(overloads)).not.toEqual([]);
  });
});
