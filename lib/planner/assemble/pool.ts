import type { NodeSoftware } from '../model/cloud';
import type { Finding } from '../model/finding';
import { labelKeys } from '../model/names';
import type { Outcome } from '../model/outcome';
import type { CapacityPlan, NodePoolPlan } from '../model/plan';
import {
  constant,
  decided,
  type Explainer,
  fromRow,
  oneOf,
  type PartlyExplained,
  type Quantity,
  stated,
  sumOf,
} from '../model/quantity';
import type { ResolvedFactory, ResolvedPool, ResolvedSite } from '../model/resolved';
import { fabricAt, NO_FABRIC } from '../resolve/fabric';
import type { PlacedLeg } from './placed-legs';

/** Fabric of a pool: what the user stated, else what a replica over several nodes needs. */
function fabricOf(site: ResolvedSite, pool: ResolvedPool, spansNodes: boolean): string {
  if (pool.spec.fabric !== undefined) return pool.spec.fabric;
  return spansNodes ? fabricAt(site, pool.machine) : NO_FABRIC;
}

/** The most that a block may cost: what the file says for a node and hour, over all nodes and hours. */
function withCeiling({ capacity, spec, path }: ResolvedPool, nodes: Quantity): PartlyExplained<CapacityPlan> {
  if (capacity.type !== 'capacity-block' || capacity.purchase === null) return capacity;
  const usd = spec.capacity?.type === 'capacity-block' ? spec.capacity.usdPerNodeHour : undefined;
  const { durationHours } = capacity.purchase;
  const maxUsd =
    usd === undefined
      ? null
      : stated('price', usd, 'USD/h·node', `${path}.capacity.usdPerNodeHour`)
          .times(nodes.called('planned'))
          .times(stated('hours', durationHours, 'h', `${path}.capacity.purchase.durationHours`))
          .rounded(2);
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

/** Nodes that are stated, or that the replicas placed on a pool need. */
function plannedNodes({ spec, path }: ResolvedPool, placed: readonly PlacedLeg[]): Quantity {
  if (spec.count !== undefined) return stated('count', spec.count, 'node', `${path}.count`);
  const taken = placed.map(({ leg, nodes }) =>
    leg.capacity === 'none'
      ? decided(`kept of ${leg.id}`, nodes, 'node', 'shared with the source of a migration, until that leaves the file')
      : decided(leg.id, nodes, 'node', `nodes of its replicas on ${path}`),
  );
  return sumOf(taken, 'node').whole();
}

/** What a pool is planned from. */
interface PoolInput {
  readonly factory: ResolvedFactory;
  readonly site: ResolvedSite;
  readonly pool: ResolvedPool;
  /** Replicas that are placed on it. */
  readonly placed: readonly PlacedLeg[];
  readonly explainer: Explainer;
}

/** Plans the nodes of a pool for the replicas that are placed there. */
export function planPool({ factory, site, pool, placed, explainer }: PoolInput): Outcome<PlannedPool, Finding> {
  const { machine, accelerator, spec, path } = pool;
  const fabric = fabricOf(
    site,
    pool,
    placed.some(({ replica }) => replica.shape.nodes > 1),
  );
  const own = site.rules.planPool?.({ factory, site, pool, fabric });
  const planned = plannedNodes(pool, placed);
  const oneZone =
    fabric !== NO_FABRIC || pool.capacity.type === 'capacity-block' || pool.capacity.type === 'reservation';
  const block = pool.capacity.type === 'capacity-block';
  const most =
    spec.maxCount === undefined
      ? planned
      : stated('maxCount', spec.maxCount, 'node', `${path}.maxCount`).atLeast(planned);
  // A node group may be empty but not be allowed to be nothing else.
  const max = most.atLeast(oneOf('node'));
  const ofMachine = (name: string, value: number, unit: string): Quantity => fromRow(name, value, unit, machine);
  const node: PartlyExplained<NodePoolPlan> = {
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
            perNode: ofMachine('row', machine.accelerators, 'accelerator/node'),
            memoryGb: fromRow('row', accelerator.memoryGb, 'GB', accelerator),
            boardW: accelerator.boardW === null ? null : fromRow('row', accelerator.boardW, 'W', accelerator),
            capW: spec.powerCapW ?? null,
          },
    vcpu: machine.vcpu === null ? null : ofMachine('row', machine.vcpu, 'processor'),
    memoryGib: machine.memoryGib === null ? null : ofMachine('row', machine.memoryGib, 'GiB'),
    localNvmeGb: ofMachine('row', machine.localNvmeGb ?? 0, 'GB'),
    nodes: {
      min: block
        ? constant('none', 0, 'node', 'a capacity block cannot hold nodes before it starts')
        : planned.called('planned'),
      planned,
      max,
    },
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
      nodes: `${max.value}`,
      ...(accelerator === null ? {} : { [accelerator.resource]: `${max.value * machine.accelerators}` }),
    },
    nodesPerRack:
      spec.nodesPerRack ??
      (machine.nodesPerRackUnit > 1 ? ofMachine('row', machine.nodesPerRackUnit, 'node/rack') : null),
  };
  return {
    value: { pool: explainer.read<NodePoolPlan>(node, path), software: own?.software ?? null },
    findings: own?.findings ?? [],
  };
}
