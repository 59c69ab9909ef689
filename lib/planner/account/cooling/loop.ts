import type { Catalog } from '../../../catalog/rows';
import type { CoolingSpec } from '../../../spec/budget';
import { kw, round } from '../../../units/convert';
import type { LibraryFinding } from '../../model/finding';
import type { Outcome } from '../../model/outcome';
import type { CduPlan, LiquidLoop } from '../../model/plan/cooling-plan';
import { decided, type Explained, factor, oneOf, type Quantity, stated } from '../../model/quantity';
import { TOLERANCE_W } from '../power/feeds';
import { cduUsable, maxFlow, unitHeat } from './heat-limits';
import { flowOf, heatOfFlow, loopOf } from './water';

interface LoopInput {
  readonly site: string;
  readonly spec: CoolingSpec | undefined;
  readonly liquidW: Quantity;
}

/** A loop, and the heat that it carries at most. */
interface PlannedLoop {
  readonly loop: Explained<LiquidLoop> | null;
  readonly limitW: Quantity | null;
}

/** The liquid loop that carries the liquid share of the heat: flow, limits and coolant distribution units. */
export function planLoop({ site, spec, liquidW }: LoopInput, catalog: Catalog): Outcome<PlannedLoop> {
  if (spec === undefined || (spec.method !== 'liquid' && spec.method !== 'hybrid')) {
    return { value: { loop: null, limitW: null }, findings: [] };
  }
  const findings: LibraryFinding[] = [];
  const base = `sites.${site}.cooling.liquid`;
  const liquid = spec.liquid;
  if (liquid === undefined) {
    if (liquidW.value > 0) {
      findings.push({
        code: 'liquid-loop-not-stated',
        severity: 'warning',
        path: base,
        message: `${kw(liquidW.value)} kW of heat go to liquid and the site states no loop, so its flow and its distribution units are not checked; state supplyC, returnC and cdus`,
      });
    }
    return { value: { loop: null, limitW: null }, findings };
  }
  const deltaC = liquid.returnC - liquid.supplyC;
  if (deltaC <= 0) {
    findings.push({
      code: 'liquid-return-not-above-supply',
      severity: 'error',
      path: `${base}.returnC`,
      message: `return at ${liquid.returnC} C is not above supply at ${liquid.supplyC} C, so the loop carries no heat; raise returnC or lower supplyC`,
    });
    const limitW = decided('none', 0, 'W', 'the return of the loop is not above its supply, so it carries no heat');
    return { value: { loop: null, limitW }, findings };
  }
  const at = `sites.${site}.cooling`;
  const water = loopOf(liquid, catalog, at);
  const flow = flowOf(liquidW, water);
  const units = planCdus(site, spec, liquidW);
  const cdus = units.value;
  const most = liquid.maxFlowLpm === undefined ? null : maxFlow(liquid.maxFlowLpm, at);
  const byFlow = most === null ? null : heatOfFlow(most, water);
  if (byFlow !== null && liquidW.value > byFlow.value + TOLERANCE_W) {
    findings.push({
      code: 'liquid-flow-over-limit',
      severity: 'error',
      path: `${base}.maxFlowLpm`,
      message: `${kw(liquidW.value)} kW at a rise of ${deltaC} C need ${round(flow.value)} L/min, the loop gives ${liquid.maxFlowLpm}; raise maxFlowLpm, widen the temperature difference, or remove nodes`,
    });
  }
  const [first, ...others] = [...(byFlow === null ? [] : [byFlow]), ...(cdus === null ? [] : [cdus.usableW])];
  const value: PlannedLoop = {
    loop: {
      supplyC: water.supplyC,
      returnC: water.returnC,
      meanC: water.meanC,
      densityKgPerL: water.density,
      heatCapacityJPerKgK: water.heatCapacity,
      flowLpm: flow,
      maxFlowLpm: most,
      supplyClass: supplyClass(liquid.supplyC, catalog),
      cdus,
    },
    limitW: first === undefined ? null : first.atMost(...others),
  };
  return { value, findings: [...units.findings, ...findings] };
}

function planCdus(site: string, spec: CoolingSpec, liquidW: Quantity): Outcome<Explained<CduPlan> | null> {
  const cdus = spec.liquid?.cdus;
  const at = `sites.${site}.cooling`;
  const usableW = cduUsable(spec, at);
  if (cdus === undefined || usableW === null) return { value: null, findings: [] };
  const findings: LibraryFinding[] = [];
  const base = `${at}.liquid.cdus`;
  const unitW = unitHeat(cdus.kw, at);
  const neededCount = installed(liquidW.over(unitW).ceil(), cdus.redundancy);
  if (liquidW.value > usableW.value + TOLERANCE_W) {
    findings.push({
      code: 'cdu-over-capacity',
      severity: 'error',
      path: `${base}.count`,
      message: `${kw(liquidW.value)} kW go to liquid, ${cdus.count} units of ${cdus.kw} kW with ${cdus.redundancy} carry ${kw(usableW.value)} kW; install ${neededCount.value} units, or remove nodes`,
    });
  }
  const { redundancy } = cdus;
  const count = stated('count', cdus.count, 'unit', `${base}.count`);
  return { value: { count, unitW, redundancy, usableW, neededCount }, findings };
}

/** Units to install so that `needed` of them are working ones: none for no heat. */
function installed(needed: Quantity, redundancy: CduPlan['redundancy']): Quantity {
  switch (redundancy) {
    case 'N':
      return needed;
    case 'N+1':
      return needed.plus(needed.atMost(oneOf('unit')));
    case '2N':
      return needed.times(factor(2, 'share'));
  }
}

/** ASHRAE class of a supply temperature: the coolest class that contains it. */
function supplyClass(supplyC: number, catalog: Catalog): string {
  const classes = catalog.rules
    .flatMap((row) => {
      const match = /^liquid-supply-class-(w\d+)-max-c$/.exec(row.id);
      return match?.[1] === undefined ? [] : [{ name: match[1].toUpperCase(), maxC: row.value }];
    })
    .sort((a, b) => a.maxC - b.maxC);
  return classes.find((each) => supplyC <= each.maxC)?.name ?? 'W+';
}
