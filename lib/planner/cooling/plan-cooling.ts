import type { Catalog, Region } from '../../catalog/rows';
import type { CoolingSpec, PowerSpec } from '../../spec/budget';
import { kilowatts, round, watts } from '../../units/convert';
import { computed, fromRow, ruleTerm, stated, type Term, Trace } from '../explain/trace';
import { compare, type Finding } from '../finding';
import { nodeDraw } from '../power/node';
import type { PoolLoad } from '../power/pool-load';
import { defaultNodesPerRack, liquidShareOf, rackAirLimitW } from '../power/racks';
import type { CoolingPlan, RackHeat } from './cooling-plan';
import { checkInlet } from './inlet';
import { planLoop } from './loop';

export interface CoolingInput {
  readonly site: string;
  readonly spec: CoolingSpec | undefined;
  /** Racks are filled as far as their power limit allows. */
  readonly power?: PowerSpec | undefined;
  readonly isFacilityOwn: boolean;
  readonly region: Region | null;
  readonly loads: readonly PoolLoad[];
  /** Nodes in a rack by pool. @default - as many as the rack's limits carry */
  readonly nodesPerRack: Readonly<Record<string, number>>;
}

const TOLERANCE_W = 1e-6;

/** Splits the heat of a site into air and liquid and compares both, and every rack, with what the hall can cool. */
export function planCooling(input: CoolingInput, catalog: Catalog): { cooling: CoolingPlan; findings: Finding[] } {
  const { site, spec } = input;
  const trace = new Trace(`sites.${site}.cooling`);
  const findings: Finding[] = [];
  const loads = [...input.loads].sort((a, b) => compare(a.pool.name, b.pool.name));
  const racks = loads.map((load) => planRack(load, input, catalog, trace, findings));
  const pools = loads.map((load) => {
    const heatW = nodeDraw(load.machine, load.accelerator, load.pool.accelerator?.capW ?? null).peakW * load.nodes;
    const liquidW = heatW * liquidShareOf(load.machine, spec);
    return { load, heatW, liquidW, airW: heatW - liquidW };
  });
  const total = (key: 'heatW' | 'liquidW' | 'airW'): number => pools.reduce((sum, pool) => sum + pool[key], 0);
  const heat = (pool: (typeof pools)[number]): Term =>
    computed(pool.load.pool.name, pool.heatW, 'W', `sites.${site}.power.pools.${pool.load.pool.name}.itPeakW`);
  const share = (pool: (typeof pools)[number]): Term =>
    fromRow(
      `liquid share of ${pool.load.machine.id}`,
      liquidShareOf(pool.load.machine, spec),
      'share',
      pool.load.machine,
    );
  const names = pools.map((pool) => pool.load.pool.name).join(' + ') || '0';
  const heatW = trace.note('heatW', total('heatW'), 'W', names, pools.map(heat));
  const liquidW = trace.note('liquidW', total('liquidW'), 'W', 'sum of heat x liquid share over pools', [
    ...pools.flatMap((pool) => [heat(pool), share(pool)]),
  ]);
  const airW = trace.note('airW', heatW - liquidW, 'W', 'heatW - liquidW', [
    trace.term('heatW', 'heatW'),
    trace.term('liquidW', 'liquidW'),
  ]);
  const airLimitW = !input.isFacilityOwn || spec?.airKw === undefined ? null : watts(spec.airKw);
  if (airLimitW !== null) {
    trace.note('airHeadroomW', airLimitW - airW, 'W', 'airKw x 1000 - airW', [
      stated('airKw', kilowatts(airLimitW), 'kW', `sites.${site}.cooling.airKw`),
      trace.term('airW', 'airW'),
    ]);
    if (airW > airLimitW + TOLERANCE_W) {
      findings.push({
        code: 'air-cooling-over-limit',
        severity: 'error',
        path: `sites.${site}.cooling.airKw`,
        message: `pools give ${kw(airW)} kW of heat to the air, which can take ${kw(airLimitW)} kW; remove nodes, use liquid-cooled machines, or raise airKw by ${kw(airW - airLimitW)} kW`,
      });
    }
  }
  const liquid = planLoop({ site, spec, liquidW, isFacilityOwn: input.isFacilityOwn }, catalog, trace, findings);
  return {
    cooling: {
      basis: input.isFacilityOwn ? 'facility' : 'accounting',
      statement: statement(input),
      method: spec?.method ?? null,
      heatW,
      airW,
      liquidW,
      airLimitW,
      airHeadroomW: airLimitW === null ? null : airLimitW - airW,
      liquidLimitW: liquid.limitW,
      liquidHeadroomW: liquid.limitW === null ? null : liquid.limitW - liquidW,
      racks,
      loop: liquid.loop,
      inlet: spec === undefined ? null : checkInlet(site, spec, input.isFacilityOwn, catalog, findings),
      explanations: trace.read(),
    },
    findings,
  };
}

function planRack(load: PoolLoad, input: CoolingInput, catalog: Catalog, trace: Trace, findings: Finding[]): RackHeat {
  const { machine, accelerator, pool, nodes } = load;
  const { site, spec } = input;
  const path = `sites.${site}.pools.${pool.name}`;
  const draw = nodeDraw(machine, accelerator, pool.accelerator?.capW ?? null);
  const own = input.nodesPerRack[pool.name];
  const nodesPerRack =
    own ?? defaultNodesPerRack(machine, accelerator, pool.accelerator?.capW ?? null, input.power, spec, catalog);
  const heatW = draw.peakW * nodesPerRack;
  const liquidShare = liquidShareOf(machine, spec);
  const airLimitW = rackAirLimitW(spec, catalog);
  const airW = trace.note(
    `racks.${pool.name}.airW`,
    heatW * (1 - liquidShare),
    'W',
    'nodePeakW x nodes x (1 - liquid share)',
    [
      computed('nodePeakW', draw.peakW, 'W', `sites.${site}.power.pools.${pool.name}.nodePeakW`),
      own === undefined
        ? {
            name: 'nodes',
            value: nodesPerRack,
            unit: 'per rack',
            source: 'plan: what the rack limits carry',
            asOf: null,
          }
        : stated('nodes', own, 'per rack', `${path}.nodesPerRack`),
      fromRow('liquid share', liquidShare, 'share', machine),
    ],
  );
  trace.note(`racks.${pool.name}.airLimitW`, airLimitW, 'W', 'limit x 1000', [
    spec?.airKwPerRack === undefined
      ? ruleTerm(catalog, `rack-air-limit-kw-${spec?.method ?? 'air'}`, 'limit')
      : stated('limit', spec.airKwPerRack, 'kW', `sites.${site}.cooling.airKwPerRack`),
  ]);
  const rack: RackHeat = {
    pool: pool.name,
    nodesPerRack,
    racks: Math.ceil(nodes / nodesPerRack),
    heatW,
    airW,
    liquidW: heatW - airW,
    airLimitW,
  };
  // Without a statement about the hall nothing is known that could refuse a machine.
  if (!input.isFacilityOwn || spec === undefined) return rack;
  if (machine.power.liquidShare > 0 && liquidShare === 0) {
    findings.push({
      code: 'liquid-cooling-needed',
      severity: 'error',
      path: `${path}.machine`,
      message: `${machine.id} gives ${round(machine.power.liquidShare * 100)}% of its heat to liquid (${kw(heatW)} kW a rack) and the hall cools by ${spec.method}; choose an air-cooled machine, another site, or set sites.${site}.cooling.method to liquid or hybrid with its loop`,
    });
  } else if (airW > airLimitW + TOLERANCE_W) {
    const fits = Math.floor(airLimitW / (draw.peakW * (1 - liquidShare)));
    findings.push({
      code: fits === 0 ? 'liquid-cooling-needed' : 'rack-too-hot',
      severity: 'error',
      path: fits === 0 ? `${path}.machine` : `${path}.nodesPerRack`,
      message: `a rack of ${nodesPerRack} ${machine.id} gives ${kw(airW)} kW to the air, the limit of a rack cooled by ${spec.method} is ${kw(airLimitW)} kW; ${
        fits === 0
          ? 'choose a liquid-cooled machine or a hall with a liquid loop'
          : `put ${fits} in a rack, or raise sites.${site}.cooling.airKwPerRack`
      }`,
    });
  }
  return rack;
}

function statement({ isFacilityOwn, region, site, spec }: CoolingInput): string {
  if (!isFacilityOwn) {
    return `the facility of ${region === null ? site : `${region.provider} ${region.id}`} is not yours: its operator cools, the heat is stated for comparison`;
  }
  return spec === undefined
    ? `no cooling is stated for ${site}: heat is added up and compared with nothing`
    : `the facility of ${site} is your own: its cooling limits bind`;
}

const kw = (value: number): number => round(kilowatts(value), 1);
