import type { Catalog, Region } from '../../../catalog/rows';
import type { CoolingSpec } from '../../../spec/budget';
import { kw, round } from '../../../units/convert';
import { compare, type LibraryFinding } from '../../model/finding';
import { must } from '../../model/must';
import { joined, type Outcome } from '../../model/outcome';
import type { CoolingPlan, RackHeat } from '../../model/plan/cooling-plan';
import { type Explained, one, stated, sumOf, wattsPerKilowatt } from '../../model/quantity';
import { TOLERANCE_W } from '../power/feeds';
import type { PoolLoad } from '../power/pool-load';
import type { PowerNumbers } from '../power/power';
import { liquidShareOf, rackAirLimit } from '../power/racks';
import { checkInlet } from './inlet';
import { planLoop } from './loop';

export interface CoolingInput {
  readonly site: string;
  readonly spec: CoolingSpec | undefined;
  readonly isFacilityOwn: boolean;
  readonly region: Region | null;
  readonly loads: readonly PoolLoad[];
  /** What the pools draw, all of which becomes heat, and the racks that they fill. */
  readonly power: Pick<PowerNumbers, 'pools' | 'racks'>;
}

/** Cooling of a site before it is read into the plan. */
type CoolingNumbers = Explained<Omit<CoolingPlan, 'explanations'>>;

/** Splits the heat of a site into air and liquid and compares both, and every rack, with what the hall can cool. */
export function planCooling(input: CoolingInput, catalog: Catalog): Outcome<CoolingNumbers> {
  const { site, spec, power } = input;
  const findings: LibraryFinding[] = [];
  const loads = [...input.loads].sort((a, b) => compare(a.pool.name, b.pool.name));
  const racks = joined(loads.map((load) => planRack(load, input, catalog)));
  const heats = loads.map(({ pool, machine }) => {
    const drawn = must(
      power.pools.find((each) => each.pool === pool.name),
      `power of ${pool.name}`,
    );
    const heatW = drawn.itPeakW.called(pool.name);
    return { heatW, liquidW: heatW.times(liquidShareOf(machine, spec)) };
  });
  const heatW = sumOf(
    heats.map((each) => each.heatW),
    'W',
  );
  const liquidW = sumOf(
    heats.map((each) => each.liquidW),
    'W',
  );
  const airW = heatW.minus(liquidW);
  const airLimitW =
    spec?.airKw === undefined
      ? null
      : stated('airKw', spec.airKw, 'kW', `sites.${site}.cooling.airKw`).times(wattsPerKilowatt);
  if (airLimitW !== null && airW.value > airLimitW.value + TOLERANCE_W) {
    findings.push({
      code: 'air-cooling-over-limit',
      severity: 'error',
      path: `sites.${site}.cooling.airKw`,
      message: `pools give ${kw(airW.value)} kW of heat to the air, which can take ${kw(airLimitW.value)} kW; remove nodes, use liquid-cooled machines, or raise airKw by ${kw(airW.value - airLimitW.value)} kW`,
    });
  }
  const planned = planLoop({ site, spec, liquidW }, catalog);
  const { loop, limitW: liquidLimitW } = planned.value;
  const inlet = spec === undefined ? null : checkInlet(site, spec, catalog);
  return {
    value: {
      basis: input.isFacilityOwn ? 'facility' : 'accounting',
      statement: statement(input),
      method: spec?.method ?? null,
      heatW,
      airW,
      liquidW,
      airLimitW,
      airHeadroomW: airLimitW === null ? null : airLimitW.minus(airW),
      liquidLimitW,
      liquidHeadroomW: liquidLimitW === null ? null : liquidLimitW.minus(liquidW),
      racks: racks.value,
      loop,
      inlet: inlet?.value ?? null,
    },
    findings: [...racks.findings, ...findings, ...planned.findings, ...(inlet?.findings ?? [])],
  };
}

function planRack(load: PoolLoad, input: CoolingInput, catalog: Catalog): Outcome<Explained<RackHeat>> {
  const { machine, pool } = load;
  const { site, spec, power } = input;
  const path = `sites.${site}.pools.${pool.name}`;
  const { nodePeakW } = must(
    power.pools.find((each) => each.pool === pool.name),
    `power of ${pool.name}`,
  );
  const { nodesPerRack, racks, itPeakW } = must(
    power.racks.find((each) => each.pool === pool.name),
    `racks of ${pool.name}`,
  );
  const heatW = itPeakW.called('peak');
  const liquidShare = liquidShareOf(machine, spec);
  const airLimitW = rackAirLimit(site, spec, catalog);
  const airW = heatW.times(one.minus(liquidShare));
  const liquidW = heatW.minus(airW);
  const rack = { pool: pool.name, nodesPerRack, racks, heatW, airW, liquidW, airLimitW };
  // Without a statement about the hall nothing is known that could refuse a machine.
  if (spec === undefined) return { value: rack, findings: [] };
  const findings: LibraryFinding[] = [];
  if (machine.power.liquidShare > 0 && liquidShare.value === 0) {
    findings.push({
      code: 'liquid-cooling-needed',
      severity: 'error',
      path: `${path}.machine`,
      message: `${machine.id} gives ${round(machine.power.liquidShare * 100)}% of its heat to liquid (${kw(heatW.value)} kW a rack) and the hall cools by ${spec.method}; choose an air-cooled machine, another site, or set sites.${site}.cooling.method to liquid or hybrid with its loop`,
    });
  } else if (airW.value > airLimitW.value + TOLERANCE_W) {
    const fits = Math.floor(airLimitW.value / (nodePeakW.value * (1 - liquidShare.value)));
    findings.push({
      code: fits === 0 ? 'liquid-cooling-needed' : 'rack-too-hot',
      severity: 'error',
      path: fits === 0 ? `${path}.machine` : `${path}.nodesPerRack`,
      message: `a rack of ${nodesPerRack.value} ${machine.id} gives ${kw(airW.value)} kW to the air, the limit of a rack cooled by ${spec.method} is ${kw(airLimitW.value)} kW; ${
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
