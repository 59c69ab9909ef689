import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constant,
  decided,
  Explainer,
  explain,
  factor,
  fromRow,
  hoursPerDay,
  type Quantity,
  stated,
  sumOf,
  wattsPerKilowatt,
} from '../../../../lib/planner/model/quantity';
import { arithmetic } from '../../reports/arithmetic';

const row = { source: 'data sheet', asOf: '2026-11-01' };
const watts = (value: number, name = 'draw'): Quantity => fromRow(name, value, 'W/node', row);
const nodes = (value: number): Quantity => stated('nodes', value, 'node', 'sites.a.pools.b.count');

describe('units', () => {
  it('follow from products and quotients', () => {
    const power = watts(700).times(nodes(8));
    expect(power.unit).toBe('W');
    const energy = power.over(wattsPerKilowatt).times(hoursPerDay);
    expect(energy.in('kWh/day').value).toBeCloseTo(134.4, 9);
    expect(stated('price', 0.2, 'USD/kWh', 'a').times(energy).unit).toBe('USD/day');
  });

  it('of what is added or compared are the same', () => {
    const kilowatts = constant('limit', 5, 'kW', 'a test');
    const month = constant('month', 1, 'month', 'a test');
    const hour = constant('hour', 1, 'h', 'a test');
    expect(() => kilowatts.plus(constant('load', 5000, 'W', 'a test'))).toThrow('+ of kW and W');
    expect(() => month.minus(hour)).toThrow('- of month and h');
    expect(() => kilowatts.atMost(hour)).toThrow('min of kW and h');
    expect(() => sumOf([kilowatts, hour], 'kW')).toThrow('+ of kW and h');
    expect(() => kilowatts.in('W')).toThrow('kW is not W');
    expect(() => constant('a', 1, 'W/node/h', 'a test').times(hour)).toThrow('more than one "/"');
  });
});

describe('an explanation', () => {
  it('has the operands with their sources, and brackets where they are needed', () => {
    const share = decided('busy', 0.5, 'share', 'placement');
    const idle = watts(100, 'idle');
    const typical = idle.plus(watts(700).minus(idle).times(share)).times(nodes(2));
    expect(explain(typical, 'sites.a.power.itTypicalW')).toEqual({
      value: 800,
      unit: 'W',
      formula: '(idle + (draw - idle) x busy) x nodes',
      terms: [
        { name: 'idle', value: 100, unit: 'W/node', source: 'data sheet', asOf: '2026-11-01' },
        { name: 'draw', value: 700, unit: 'W/node', source: 'data sheet', asOf: '2026-11-01' },
        { name: 'busy', value: 0.5, unit: 'share', source: 'plan: placement', asOf: null },
        { name: 'nodes', value: 2, unit: 'nodes', source: 'factory file, sites.a.pools.b.count', asOf: null },
      ],
    });
  });

  it('shows what is rounded, and to how many digits', () => {
    const half = nodes(7).over(constant('per rack', 2, 'node/rack', 'a test'));
    expect(explain(half.ceil(), 'racks')).toMatchObject({ value: 4, unit: 'racks', formula: 'ceil(nodes / per rack)' });
    expect(explain(half.floor(), 'racks').value).toBe(3);
    expect(explain(half.over(constant('part', 3, 'share', 'a test')).rounded(2), 'racks')).toMatchObject({
      value: 1.17,
      formula: 'round(nodes / per rack / part, 2)',
    });
    // A sum of parts that is above a whole number by its error alone.
    expect(constant('parts', 3 + 1e-12, 'node', 'a test').whole().value).toBe(3);
  });

  it('stops at a number that has a place of its own, and calls it by its last name or an alias', () => {
    const explainer = new Explainer('everything');
    const each = watts(700).times(nodes(2));
    const total = sumOf([each.called('first'), each], 'W');
    expect(explainer.read({ pools: [{ pool: 'b', itPeakW: each }], totalW: total }, 'power')).toEqual({
      pools: [{ pool: 'b', itPeakW: 1400 }],
      totalW: 2800,
    });
    expect(explainer.explanations['power.totalW']).toMatchObject({
      formula: 'first + itPeakW',
      terms: [
        { name: 'first', source: 'power.pools.b.itPeakW' },
        { name: 'itPeakW', source: 'power.pools.b.itPeakW' },
      ],
    });
  });

  it('of a number at a second place refers to the first', () => {
    const explainer = new Explainer('everything');
    const count = nodes(3).ceil();
    explainer.read({ planned: count, max: count }, 'nodes');
    expect(explainer.explanations['nodes.max']).toMatchObject({
      formula: 'planned',
      terms: [{ name: 'planned', source: 'nodes.planned' }],
    });
  });

  it('of a plan that is read has its sums only, and of a plan that is compared nothing', () => {
    const of = (depth: 'nothing' | 'sums'): string[] => {
      const explainer = new Explainer(depth);
      explainer.read({ stated: nodes(1), sum: nodes(1).plus(nodes(2)), port: 8000 }, 'a');
      return Object.keys(explainer.explanations);
    };
    expect(of('sums')).toEqual(['a.sum']);
    expect(of('nothing')).toEqual([]);
  });

  it('computes to the number, whatever the arithmetic', () => {
    const leaf = fc.integer({ min: 1, max: 99 }).map((value) => constant(`n${value}`, value, 'share', 'a test'));
    const { tree } = fc.letrec<{ tree: Quantity }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.integer({ min: 1, max: 9 }).map((value) => factor(value, 'share')),
        fc
          .tuple(tie('tree'), tie('tree'), fc.constantFrom('plus', 'minus', 'times', 'over', 'atMost', 'atLeast'))
          .map(([a, b, operator]) => a[operator](b)),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => sumOf(all, 'share')),
      ),
    }));
    fc.assert(
      fc.property(tree, (quantity) => {
        fc.pre(Number.isFinite(quantity.value) && Math.abs(quantity.value) < 1e9);
        const value = arithmetic(explain(quantity, 'here'));
        expect(value).not.toBeNull();
        expect(value).toBeCloseTo(quantity.value, 6);
      }),
      { numRuns: 500, seed: 20261201 },
    );
  });
});
