import { round } from '../../units/convert';
import type { NodeSoftware } from '../model/cloud';
import type { Finding } from '../model/finding';
import { labelKeys } from '../model/names';
import type { Outcome } from '../model/outcome';
import type { CapacityPlan, NodePoolPlan } from '../model/plan';
import type { ResolvedFactory, ResolvedPool, ResolvedSite } from '../model/resolved';
import { fabricAt, NO_FABRIC } from '../resolve/fabric';
import type { PlacedLeg } from './placed-legs';

/** Fabric of a pool: what the user stated, else what a replica over several nodes needs. */
function fabricOf(site: ResolvedSite, pool: ResolvedPool, spansNodes: boolean): string {
  if (pool.spec.fabric !== undefined) return pool.spec.fabric;
  return spansNodes ? fabricAt(site, pool.machine) : NO_FABRIC;
}

/** The most that a block may cost: what the file says for a node and hour, over all nodes and hours. */
function withCeiling({ capacity, spec }: ResolvedPool, nodes: number): CapacityPlan {
  if (capacity.type !== 'capacity-block' || capacity.purchase === null) return capacity;
  const stated = spec.capacity?.type === 'capacity-block' ? spec.capacity.usdPerNodeHour : undefined;
  const maxUsd = stated === undefined ? null : round(stated * nodes * capacity.purchase.durationHours, 2);
  return { ...capacity, purchase: { ...capacity.purchase, maxUsd } };
}

/** A pool whose nodes have accelerators: replicas are placed on no other. */
export interface AcceleratedPool extends NodePoolPlan {
  readonly accelerator: NonNullable<NodePoolPlan['accelerator']>;
}

/** A planned pool, with what the image of its nodes brings. */
export interface PlannedPool {
  readonly pool: NodePoolPlan;
  readonly software: NodeSoftware | null;
}

/** Plans the nodes of a pool for the replicas that are placed there. */
export function planPool(
  factory: ResolvedFactory,
  site: ResolvedSite,
  pool: ResolvedPool,
  placed: readonly Pick<PlacedLeg, 'replica' | 'nodes'>[],
): Outcome<PlannedPool, Finding> {
  const { machine, accelerator, spec } = pool;
  const fabric = fabricOf(
    site,
    pool,
    placed.some(({ replica }) => replica.shape.nodes > 1),
  );
  const own = site.rules.planPool?.({ factory, site, pool, fabric });
  const planned = spec.count ?? Math.ceil(placed.reduce((sum, { nodes }) => sum + nodes, 0) - 1e-9);
  const oneZone =
    fabric !== NO_FABRIC || pool.capacity.type === 'capacity-block' || pool.capacity.type === 'reservation';
  const block = pool.capacity.type === 'capacity-block';
  // A node group may be empty but not be allowed to be nothing else.
  const max = Math.max(spec.maxCount ?? planned, planned, 1);
  const node: NodePoolPlan = {
    site: site.name,
    name: pool.name,
    machine: machine.id,
    architecture: machine.architecture,
    accelerator:
      accelerator === null
        ? null
        : {
            id: accelerator.id,
            name: accelerator.name,
            vendor: accelerator.vendor,
            resource: accelerator.resource,
            perNode: machine.accelerators,
            memoryGb: accelerator.memoryGb,
            boardW: accelerator.boardW,
            capW: spec.powerCapW ?? null,
          },
    vcpu: machine.vcpu,
    memoryGib: machine.memoryGib,
    localNvmeGb: machine.localNvmeGb ?? 0,
    // A capacity block cannot hold nodes before it starts.
    nodes: { min: block ? 0 : planned, planned, max },
    manager: pool.manager,
    capacity: withCeiling(pool, planned),
    zones: oneZone && spec.zones === undefined ? pool.zones.slice(0, 1) : pool.zones,
    fabric,
    cloud: own?.cloud ?? null,
    diskGib: spec.diskGib,
    labels: {
      ...spec.labels,
      ...pool.labels,
      ...(accelerator === null ? {} : { [labelKeys.accelerator]: accelerator.id }),
    },
    taints: accelerator === null ? [] : [{ key: accelerator.resource, value: 'present', effect: 'NoSchedule' }],
    selector: pool.selector,
    limits: {
      nodes: `${max}`,
      ...(accelerator === null ? {} : { [accelerator.resource]: `${max * machine.accelerators}` }),
    },
    nodesPerRack: spec.nodesPerRack ?? (machine.nodesPerRackUnit > 1 ? machine.nodesPerRackUnit : null),
  };
  return { value: { pool: node, software: own?.software ?? null }, findings: own?.findings ?? [] };
}
