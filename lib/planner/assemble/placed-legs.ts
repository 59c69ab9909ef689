import { must } from '../model/must';
import type { ResolvedFactory, ResolvedPool, ResolvedSite } from '../model/resolved';
import { servingKey, targetKey } from '../model/serving-key';
import { type Leg, legsOf } from '../moves/legs';
import type { Placement } from '../placement';
import { poolOf, siteOf } from '../resolve/find';
import type { Replica } from '../size/replica';
import { type Choices, choiceKey } from './choices';

/** The replicas of one leg on one pool: an assignment of the placement with everything that it names. */
export interface PlacedLeg {
  readonly leg: Leg;
  readonly site: ResolvedSite;
  readonly pool: ResolvedPool;
  readonly replica: Replica;
  /** Number of replicas, spare ones included. */
  readonly replicas: number;
  /** Nodes, or parts of them, that the replicas take. */
  readonly nodes: number;
  /** Requests per second that they are given at peak. */
  readonly requestsPerSecond: number;
}

/** A placed leg that has nodes in this phase of its migration, with its names in the plan. */
export interface PresentLeg extends PlacedLeg {
  /** Name of its serving among those of its site. */
  readonly servingKey: string;
  /** Name of its place among those of its workload. */
  readonly targetKey: string;
}

/** Everything that is placed, in the order of the placement. */
export interface PlacedLegs {
  /** Legs with and without nodes in this phase: the placement holds both ends of every move. */
  readonly all: readonly PlacedLeg[];
  /** Legs with nodes in this phase. */
  readonly present: readonly PresentLeg[];
}

/** Nodes that one replica takes of a pool: those that it spans, or its part of one. */
const nodesOfReplica = ({ shape }: Replica, pool: ResolvedPool): number =>
  shape.nodes > 1 ? shape.nodes : 1 / Math.max(Math.floor(pool.machine.accelerators / shape.accelerators), 1);

/** Joins a placement with the legs, pools and replicas that it names. */
export function joinPlacement(
  factory: ResolvedFactory,
  { replicas: sizes }: Pick<Choices, 'replicas'>,
  { assignments }: Pick<Placement, 'assignments'>,
): PlacedLegs {
  const legs = new Map(legsOf(factory).map((leg) => [leg.id, leg]));
  const all = assignments.map(
    ({ workload: id, site: siteName, pool: poolName, replicas, requestsPerSecond }): PlacedLeg => {
      const leg = must(legs.get(id), `leg ${id}`);
      const site = siteOf(factory, siteName);
      const pool = poolOf(site, poolName);
      const key = choiceKey(id, siteName, poolName);
      const replica = must(sizes.get(key), `replica ${key}`);
      return { leg, site, pool, replica, replicas, requestsPerSecond, nodes: replicas * nodesOfReplica(replica, pool) };
    },
  );
  return { all, present: withNames(all.filter(({ leg }) => leg.capacity !== 'none')) };
}

/** Adds to each placed leg its names among the others that are present. */
function withNames(present: readonly PlacedLeg[]): PresentLeg[] {
  const servings = grouped(present, ({ site }) => site.name);
  const targets = grouped(present, ({ leg }) => leg.workload.name);
  return present.map((each) => {
    const own = endOf(each);
    return {
      ...each,
      servingKey: servingKey(must(servings.get(own.site), `servings of ${own.site}`).map(endOf), own),
      targetKey: targetKey(
        must(targets.get(each.leg.workload.name), `targets of ${each.leg.workload.name}`).map(endOf),
        own,
      ),
    };
  });
}

/** Serving, site and pool of a placed leg, as names are made of them. */
const endOf = ({ leg, site, pool }: PlacedLeg) => ({
  name: leg.serving,
  serving: leg.serving,
  site: site.name,
  pool: pool.name,
});

function grouped<T>(all: readonly T[], by: (each: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const key = by(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}
