import type { Machine } from '../../catalog/rows';
import { round } from '../../units/convert';
import { labelKeys } from '../names';
import type { CapacityPlan, InterfacePlan, NodePoolPlan } from '../plan';
import type { ResolvedPool, ResolvedSite } from '../resolved';

/**
 * Network interfaces of a node that uses EFA.
 *
 * Card 0, device 0 is the primary interface and carries IP (an EFA-only interface cannot be primary). Where card 0
 * supports EFA, its device 1 is EFA-only; every further card is EFA-only at device 0. Source: EC2 user guide,
 * efa-acc-inst-types.
 */
export function planInterfaces(machine: Machine, fabric: NodePoolPlan['fabric']): InterfacePlan[] {
  const network = machine.network;
  if (fabric !== 'efa' || network === null || network.efa === 0) return [];
  const primary: InterfacePlan[] = [{ card: 0, device: 0, type: 'interface' }];
  if (network.primaryCardEfa) primary.push({ card: 0, device: 1, type: 'efa-only' });
  const further = Array.from(
    { length: network.cards - 1 },
    (_, index): InterfacePlan => ({ card: index + 1, device: 0, type: 'efa-only' }),
  );
  return [...primary, ...further.slice(0, network.efa - (primary.length - 1))];
}

/** Fabric of a pool: what the user stated, else what a replica over several nodes needs. */
export function fabricOf(site: ResolvedSite, pool: ResolvedPool, spansNodes: boolean): NodePoolPlan['fabric'] {
  if (pool.spec.fabric !== undefined) return pool.spec.fabric;
  if (!spansNodes) return 'none';
  if (site.spec.provider === 'kubernetes') return site.spec.rdma === undefined ? 'none' : 'rdma';
  return (pool.machine.network?.efa ?? 0) > 0 ? 'efa' : 'none';
}

/** The most that a block may cost: what the file says for a node and hour, over all nodes and hours. */
function withCeiling({ capacity, spec }: ResolvedPool, nodes: number): CapacityPlan {
  if (capacity.type !== 'capacity-block' || capacity.purchase === null) return capacity;
  const stated = spec.capacity?.type === 'capacity-block' ? spec.capacity.usdPerNodeHour : undefined;
  const maxUsd = stated === undefined ? null : round(stated * nodes * capacity.purchase.durationHours, 2);
  return { ...capacity, purchase: { ...capacity.purchase, maxUsd } };
}

/** The plan node of a pool once its number of nodes is known. */
export function planPool(
  site: ResolvedSite,
  pool: ResolvedPool,
  nodes: { readonly needed: number; readonly spansNodes: boolean },
): NodePoolPlan {
  const { machine, accelerator, spec } = pool;
  const fabric = fabricOf(site, pool, nodes.spansNodes);
  const planned = spec.count ?? nodes.needed;
  const oneZone = fabric !== 'none' || pool.capacity.type === 'capacity-block' || pool.capacity.type === 'reservation';
  const block = pool.capacity.type === 'capacity-block';
  // A node group may be empty but not be allowed to be nothing else.
  const max = Math.max(spec.maxCount ?? planned, planned, 1);
  return {
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
    placementGroup: spec.placementGroup,
    interfaces: planInterfaces(machine, fabric),
    image: pool.image,
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
}
