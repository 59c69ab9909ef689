import type { Catalog, Region } from '../../../catalog/rows';
import type { CoolingSpec, PowerSpec } from '../../../spec/budget';
import { kilowatts, kw, round, watts } from '../../../units/convert';
import { compare, type LibraryFinding } from '../../model/finding';
import { joined, type Outcome } from '../../model/outcome';
import type { CoolingPlan, RackHeat } from '../../model/plan/cooling-plan';
import { computed, type Depth, fromRow, stated, type Term, Trace } from '../../model/trace';
import { nodeDraw } from '../../resolve/node-draw';
import type { PoolLoad } from '../power/pool-load';
import { liquidShareOf, nodesPerRack, rackAirLimitW, rackAirTerm, racksOf } from '../power/racks';
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
  /** How much of it is explained. @default 'sums' */
  readonly depth?: Depth;
}

const TOLERANCE_W = 1e-6;

/** Splits the heat of a site into air and liquid and compares both, and every rack, with what the hall can cool. */
export function planCooling(input: CoolingInput, catalog: Catalog): Outcome<CoolingPlan> {
  const { site, spec } = input;
  const trace = new Trace(`sites.${site}.cooling`, input.depth);
  const findings: LibraryFinding[] = [];
  const loads = [...input.loads].sort((a, b) => compare(a.pool.name, b.pool.name));
  const racks = joined(loads.map((load) => planRack(load, input, catalog, trace)));
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
  const liquidW = trace.note(
    'liquidW',
    total('liquidW'),
    'W',
    pools.map(({ load: { pool, machine } }) => `${pool.name} x liquid share of ${machine.id}`).join(' + ') || '0',
    pools.flatMap((pool) => [heat(pool), share(pool)]),
  );
  const airW = trace.note('airW', heatW - liquidW, 'W', 'heatW - liquidW', [
    trace.term('heatW', 'heatW'),
    trace.term('liquidW', 'liquidW'),
  ]);
  const airLimitW = spec?.airKw === undefined ? null : watts(spec.airKw);
  if (airLimitW !== null) {
    trace.detail('airLimitW', airLimitW, 'W', 'airKw x 1000', () => [
      stated('airKw', kilowatts(airLimitW), 'kW', `sites.${site}.cooling.airKw`),
    ]);
    trace.note('airHeadroomW', airLimitW - airW, 'W', 'airLimitW - airW', [
      trace.term('airLimitW', 'airLimitW'),
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
  const planned = planLoop({ site, spec, liquidW }, catalog, trace);
  const liquid = planned.value;
  const liquidHeadroomW =
    liquid.limitW === null
      ? null
      : trace.detail('liquidHeadroomW', liquid.limitW - liquidW, 'W', 'liquidLimitW - liquidW', () => [
          trace.term('liquidLimitW', 'liquidLimitW'),
          trace.term('liquidW', 'liquidW'),
        ]);
  const inlet = spec === undefined ? null : checkInlet(site, spec, catalog, trace);
  return {
    value: {
      basis: input.isFacilityOwn ? 'facility' : 'accounting',
      statement: statement(input),
      method: spec?.method ?? null,
      heatW,
      airW,
      liquidW,
      airLimitW,
      airHeadroomW: airLimitW === null ? null : airLimitW - airW,
      liquidLimitW: liquid.limitW,
      liquidHeadroomW,
      racks: racks.value,
      loop: liquid.loop,
      inlet: inlet?.value ?? null,
      explanations: trace.read(),
    },
    findings: [...racks.findings, ...findings, ...planned.findings, ...(inlet?.findings ?? [])],
  };
}

function planRack(load: PoolLoad, input: CoolingInput, catalog: Catalog, trace: Trace): Outcome<RackHeat> {
  const { machine, accelerator, pool, nodes } = load;
  const { site, spec } = input;
  const path = `sites.${site}.pools.${pool.name}`;
  const draw = nodeDraw(machine, accelerator, pool.accelerator?.capW ?? null);
  const inRack = nodesPerRack(
    {
      ...{ site, pool: pool.name, machine, accelerator, stated: input.nodesPerRack[pool.name] },
      ...{ capW: pool.accelerator?.capW ?? null, power: input.power, cooling: spec },
    },
    catalog,
    trace,
  );
  const at = `racks.${pool.name}`;
  const heatW = trace.detail(`${at}.heatW`, draw.peakW * inRack, 'W', 'nodePeakW x nodes', () => [
    computed('nodePeakW', draw.peakW, 'W', `sites.${site}.power.pools.${pool.name}.nodePeakW`),
    trace.term(`${at}.nodesPerRack`, 'nodes'),
  ]);
  const heat = trace.term(`${at}.heatW`, 'heatW');
  const liquidShare = liquidShareOf(machine, spec);
  const airLimitW = trace.note(`${at}.airLimitW`, rackAirLimitW(spec, catalog), 'W', 'limit x 1000', [
    rackAirTerm(site, spec, catalog, 'limit'),
  ]);
  const airW = trace.note(`${at}.airW`, heatW * (1 - liquidShare), 'W', 'heatW x (1 - liquid share)', [
    heat,
    fromRow('liquid share', liquidShare, 'share', machine),
  ]);
  const liquidW = trace.detail(`${at}.liquidW`, heatW - airW, 'W', 'heatW - airW', () => [
    heat,
    trace.term(`${at}.airW`, 'airW'),
  ]);
  const racks = racksOf(pool.name, site, nodes, trace);
  const rack: RackHeat = { pool: pool.name, nodesPerRack: inRack, racks, heatW, airW, liquidW, airLimitW };
  // Without a statement about the hall nothing is known that could refuse a machine.
  if (spec === undefined) return { value: rack, findings: [] };
  const findings: LibraryFinding[] = [];
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
      message: `a rack of ${inRack} ${machine.id} gives ${kw(airW)} kW to the air, the limit of a rack cooled by ${spec.method} is ${kw(airLimitW)} kW; ${
        fits === 0
          ? 'choose a liquid-cooled machine or a hall with a liquid loop'
          : `put ${fits} in a rack, or raise sites.${site}.cooling.airKwPerRack`
      }`,
    });
  }
  return { value: rack, findings };
}

function statement({ isFacilityOwn, region, site, spec }: CoolingInput): string {
  if (!isFacilityOwn) {
    const where = region === null ? site : `${region.provider} ${region.id}`;
    return spec === undefined
      ? `the facility of ${where} is not yours: its operator cools, and the heat is compared with nothing`
      : `the facility of ${where} is not yours: the cooling limits that you state for it bind`;
  }
  return spec === undefined
    ? `no cooling is stated for ${site}: heat is added up and compared with nothing`
    : `the facility of ${site} is your own: its cooling limits bind`;
}
