import { findRule, required } from '../../../catalog/catalog';
import type { Accelerator, Catalog, Machine } from '../../../catalog/rows';
import type { CoolingSpec, PowerSpec } from '../../../spec/budget';
import { watts } from '../../../units/convert';
import { computed, fromRow, ruleTerm, stated, type Term, type Trace } from '../../model/trace';
import { nodeDraw } from '../../resolve/node-draw';

/** Heat in W that the air of one rack can carry, by the row of the cooling method or what the site states. */
export function rackAirLimitW(cooling: CoolingSpec | undefined, catalog: Catalog): number {
  if (cooling?.airKwPerRack !== undefined) return watts(cooling.airKwPerRack);
  return watts(required(findRule(catalog, `rack-air-limit-kw-${cooling?.method ?? 'air'}`)).value);
}

/** Share of a machine's heat that goes to liquid in this hall: none where there is no loop to the machine. */
export function liquidShareOf(machine: Machine, cooling: CoolingSpec | undefined): number {
  return cooling?.method === 'liquid' || cooling?.method === 'hybrid' ? machine.power.liquidShare : 0;
}

/** What the nodes of a rack depend on. */
export interface RackFill {
  readonly site: string;
  readonly pool: string;
  readonly machine: Machine;
  readonly accelerator: Accelerator | null;
  readonly capW: number | null;
  readonly power: PowerSpec | undefined;
  readonly cooling: CoolingSpec | undefined;
  /** Nodes that the pool states. @default undefined - what `nodesPerRack` says */
  readonly stated: number | undefined;
}

/**
 * Nodes of a pool in one rack: what the pool states; whole rack units for machines that come so; else as many as the
 * rack's power, air and liquid limits carry, at least one.
 */
export function nodesPerRack(fill: RackFill, catalog: Catalog, trace: Trace): number {
  const { machine, power, cooling, site, pool } = fill;
  const at = `racks.${pool}.nodesPerRack`;
  const unit = 'nodes';
  if (fill.stated !== undefined) {
    const term = stated('nodes', fill.stated, unit, `sites.${site}.pools.${pool}.nodesPerRack`);
    return trace.detail(at, fill.stated, unit, 'nodes', () => [term]);
  }
  if (machine.nodesPerRackUnit > 1) {
    const term = fromRow('nodes of a rack unit', machine.nodesPerRackUnit, unit, machine);
    return trace.detail(at, machine.nodesPerRackUnit, unit, 'nodes of a rack unit', () => [term]);
  }
  const { peakW } = nodeDraw(machine, fill.accelerator, fill.capW);
  const liquidShare = liquidShareOf(machine, cooling);
  const airW = peakW * (1 - liquidShare);
  const liquid = ruleTerm(catalog, 'rack-liquid-limit-kw', 'heat limit');
  const limits = [
    ...(airW === 0
      ? []
      : [
          {
            nodes: rackAirLimitW(cooling, catalog) / airW,
            formula: 'air limit x 1000 / (nodePeakW x (1 - liquid share))',
            terms: [
              rackAirTerm(site, cooling, catalog, 'air limit'),
              fromRow('liquid share', liquidShare, 'share', machine),
            ],
          },
        ]),
    ...(power?.rackKw === undefined
      ? []
      : [
          {
            nodes: watts(power.rackKw) / peakW,
            formula: 'power limit x 1000 / nodePeakW',
            terms: [stated('power limit', power.rackKw, 'kW', `sites.${site}.power.rackKw`)],
          },
        ]),
    { nodes: watts(liquid.value) / peakW, formula: 'heat limit x 1000 / nodePeakW', terms: [liquid] },
  ];
  return trace.detail(
    at,
    Math.max(1, Math.floor(Math.min(...limits.map((limit) => limit.nodes)))),
    unit,
    `max(1, floor(min(${limits.map((limit) => limit.formula).join(', ')})))`,
    () => [
      computed('nodePeakW', peakW, 'W', `sites.${site}.power.pools.${pool}.nodePeakW`),
      ...limits.flatMap((limit) => limit.terms),
    ],
  );
}

/** Whole racks that the nodes of a pool fill. */
export const racksOf = (pool: string, site: string, nodes: number, trace: Trace): number => {
  const each = trace.term(`racks.${pool}.nodesPerRack`, 'nodes of a rack');
  return trace.detail(
    `racks.${pool}.racks`,
    Math.ceil(nodes / each.value),
    'racks',
    'ceil(nodes / nodes of a rack)',
    () => [computed('nodes', nodes, 'nodes', `sites.${site}.pools.${pool}.nodes.planned`), each],
  );
};

/** The air limit of a rack in kW, and who says so. */
export const rackAirTerm = (site: string, cooling: CoolingSpec | undefined, catalog: Catalog, name: string): Term =>
  cooling?.airKwPerRack === undefined
    ? ruleTerm(catalog, `rack-air-limit-kw-${cooling?.method ?? 'air'}`, name)
    : stated(name, cooling.airKwPerRack, 'kW', `sites.${site}.cooling.airKwPerRack`);
