import type { Catalog } from '../../../catalog/rows';
import type { CoolingSpec } from '../../../spec/budget';
import { kw, round, watts } from '../../../units/convert';
import type { LibraryFinding } from '../../model/finding';
import type { Outcome } from '../../model/outcome';
import type { CduPlan, LiquidLoop } from '../../model/plan/cooling-plan';
import { decided, fromRow, stated, type Trace } from '../../model/trace';
import { cduUsableW, flowLimitW, installedUnits, workingUnits } from './heat-limits';
import { flowLpm, type WaterPoint, waterTerm } from './water';

interface LoopInput {
  readonly site: string;
  readonly spec: CoolingSpec | undefined;
  readonly liquidW: number;
}

/** A loop, and the heat that it carries at most. */
interface PlannedLoop {
  readonly loop: LiquidLoop | null;
  readonly limitW: number | null;
}

const TOLERANCE_W = 1e-6;

/** The liquid loop that carries the liquid share of the heat: flow, limits and coolant distribution units. */
export function planLoop({ site, spec, liquidW }: LoopInput, catalog: Catalog, trace: Trace): Outcome<PlannedLoop> {
  if (spec === undefined || (spec.method !== 'liquid' && spec.method !== 'hybrid')) {
    return { value: { loop: null, limitW: null }, findings: [] };
  }
  const findings: LibraryFinding[] = [];
  const base = `sites.${site}.cooling.liquid`;
  const liquid = spec.liquid;
  if (liquid === undefined) {
    if (liquidW > 0) {
      findings.push({
        code: 'liquid-loop-not-stated',
        severity: 'warning',
        path: base,
        message: `${kw(liquidW)} kW of heat go to liquid and the site states no loop, so its flow and its distribution units are not checked; state supplyC, returnC and cdus`,
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
    const none = decided('none', 0, 'W', 'the return of the loop is not above its supply, so it carries no heat');
    const limitW = trace.detail('liquidLimitW', 0, 'W', 'none', () => [none]);
    return { value: { loop: null, limitW }, findings };
  }
  const meanC = (liquid.supplyC + liquid.returnC) / 2;
  const supply = stated('supplyC', liquid.supplyC, 'C', `${base}.supplyC`);
  const back = stated('returnC', liquid.returnC, 'C', `${base}.returnC`);
  trace.detail('loop.supplyC', liquid.supplyC, 'C', 'supplyC', () => [supply]);
  trace.detail('loop.returnC', liquid.returnC, 'C', 'returnC', () => [back]);
  trace.detail('loop.meanC', meanC, 'C', '(supplyC + returnC) / 2', () => [supply, back]);
  const density = waterTerm(catalog, 'density', meanC);
  const capacity = waterTerm(catalog, 'heat-capacity', meanC);
  noteWater(trace, 'loop.densityKgPerL', density);
  noteWater(trace, 'loop.heatCapacityJPerKgK', capacity);
  const water = [trace.term('loop.densityKgPerL', 'density'), trace.term('loop.heatCapacityJPerKgK', 'heat capacity')];
  const needLpm = trace.note(
    'loop.flowLpm',
    flowLpm(liquidW, deltaC, density.value, capacity.value),
    'L/min',
    'liquidW / (density x heat capacity x (returnC - supplyC)) x 60',
    [trace.term('liquidW', 'liquidW'), ...water, supply, back],
  );
  const units = planCdus(site, spec, liquidW, trace);
  const cdus = units.value;
  const byFlowW = flowLimitW(spec, catalog);
  if (byFlowW !== null && liquidW > byFlowW + TOLERANCE_W) {
    findings.push({
      code: 'liquid-flow-over-limit',
      severity: 'error',
      path: `${base}.maxFlowLpm`,
      message: `${kw(liquidW)} kW at a rise of ${deltaC} C need ${round(needLpm)} L/min, the loop gives ${liquid.maxFlowLpm}; raise maxFlowLpm, widen the temperature difference, or remove nodes`,
    });
  }
  const limits = [
    ...(byFlowW === null || liquid.maxFlowLpm === undefined
      ? []
      : [
          {
            limitW: byFlowW,
            formula: 'maxFlowLpm / 60 x density x heat capacity x (returnC - supplyC)',
            terms: [stated('maxFlowLpm', liquid.maxFlowLpm, 'L/min', `${base}.maxFlowLpm`), ...water, supply, back],
          },
        ]),
    ...(cdus === null
      ? []
      : [{ limitW: cdus.usableW, formula: 'units', terms: [trace.term('loop.cdus.usableW', 'units')] }]),
  ];
  if (liquid.maxFlowLpm !== undefined) {
    const most = stated('maxFlowLpm', liquid.maxFlowLpm, 'L/min', `${base}.maxFlowLpm`);
    trace.detail('loop.maxFlowLpm', most.value, 'L/min', 'maxFlowLpm', () => [most]);
  }
  const value: PlannedLoop = {
    loop: {
      supplyC: liquid.supplyC,
      returnC: liquid.returnC,
      meanC,
      densityKgPerL: density.value,
      heatCapacityJPerKgK: capacity.value,
      flowLpm: needLpm,
      maxFlowLpm: liquid.maxFlowLpm ?? null,
      supplyClass: supplyClass(liquid.supplyC, catalog),
      cdus,
    },
    limitW:
      limits.length === 0
        ? null
        : trace.detail(
            'liquidLimitW',
            Math.min(...limits.map((limit) => limit.limitW)),
            'W',
            limits.length === 1
              ? (limits[0]?.formula ?? '0')
              : `min(${limits.map((limit) => limit.formula).join(', ')})`,
            () => limits.flatMap((limit) => limit.terms),
          ),
  };
  return { value, findings: [...units.findings, ...findings] };
}

function planCdus(site: string, spec: CoolingSpec, liquidW: number, trace: Trace): Outcome<CduPlan | null> {
  const cdus = spec.liquid?.cdus;
  const usableW = cduUsableW(spec);
  if (cdus === undefined || usableW === null) return { value: null, findings: [] };
  const findings: LibraryFinding[] = [];
  const base = `sites.${site}.cooling.liquid.cdus`;
  const neededCount = installedUnits(Math.ceil(liquidW / watts(cdus.kw)), cdus.redundancy);
  const at = 'loop.cdus';
  const count = stated('count', cdus.count, 'units', `${base}.count`);
  const unit = stated('unit', cdus.kw, 'kW', `${base}.kw`);
  trace.detail(`${at}.count`, cdus.count, 'units', 'count', () => [count]);
  trace.detail(`${at}.unitW`, watts(cdus.kw), 'W', 'unit x 1000', () => [unit]);
  const working = decided(
    'working',
    workingUnits(cdus.count, cdus.redundancy),
    'units',
    `of ${cdus.count} at ${cdus.redundancy} (${base}.redundancy)`,
  );
  trace.note(`${at}.usableW`, usableW, 'W', 'unit x 1000 x working', [unit, working]);
  trace.detail(`${at}.neededCount`, neededCount, 'units', neededFormula[cdus.redundancy], () => [
    trace.term('liquidW', 'liquidW'),
    unit,
  ]);
  if (liquidW > usableW + TOLERANCE_W) {
    findings.push({
      code: 'cdu-over-capacity',
      severity: 'error',
      path: `${base}.count`,
      message: `${kw(liquidW)} kW go to liquid, ${cdus.count} units of ${cdus.kw} kW with ${cdus.redundancy} carry ${kw(usableW)} kW; install ${neededCount} units, or remove nodes`,
    });
  }
  const { redundancy } = cdus;
  return { value: { count: cdus.count, unitW: watts(cdus.kw), redundancy, usableW, neededCount }, findings };
}

const whole = 'ceil(liquidW / (unit x 1000))';
/** Nothing is needed for no heat; the arithmetic then gives the spare unit alone. */
const neededFormula = { N: whole, 'N+1': `${whole} + min(${whole}, 1)`, '2N': `${whole} x 2` } as const;

/** A property of water: at a temperature between two rows on the line between them. */
function noteWater(trace: Trace, path: string, { value, unit, points }: ReturnType<typeof waterTerm>): void {
  const [low, high] = points;
  if (low === undefined) return;
  const point = (name: string, { row, at }: WaterPoint) => [
    fromRow(name, row.value, row.unit, row),
    fromRow(`${name} at`, at, 'C', row),
  ];
  const line = 'low + (meanC - low at) / (high at - low at) x (high - low)';
  trace.detail(path, value, unit, high === undefined ? 'low' : line, () => [
    ...point('low', low),
    ...(high === undefined ? [] : point('high', high)),
    trace.term('loop.meanC', 'meanC'),
  ]);
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
