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
  const present = all.filter(({ leg }) => leg.capacity !== 'none');
  return { all, present: present.map((each) => ({ ...each, ...namesOf(each, present) })) };
}

/** Names of a placed leg among the others that are present. */
function namesOf(
  { leg, site, pool }: PlacedLeg,
  present: readonly PlacedLeg[],
): Pick<PresentLeg, 'servingKey' | 'targetKey'> {
  const servings = present
    .filter((each) => each.site === site)
    .map((each) => ({ name: each.leg.serving, pool: each.pool.name }));
  const targets = present
    .filter((each) => each.leg.workload.name === leg.workload.name)
    .map((each) => ({ site: each.site.name, pool: each.pool.name, serving: each.leg.serving }));
  return {
    servingKey: servingKey(servings, { name: leg.serving, pool: pool.name }),
    targetKey: targetKey(targets, { site: site.name, pool: pool.name, serving: leg.serving }),
  };
}
