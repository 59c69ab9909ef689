import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { highsSolver, type LinearProgram, SolverError } from '../../lib';
import { root } from '../source';

/** Three goods of which 10 kg must be packed; the third is sold in any amount. */
const packing: LinearProgram = {
  cost: [5, 4, 3],
  lower: [0, 0, 0],
  upper: [10, 10, 1],
  isInteger: [true, true, false],
  rows: [{ columns: [0, 1, 2], values: [4, 3, 1], lower: 10 }],
};
const none: LinearProgram = { ...packing, rows: [...packing.rows, { columns: [0, 1], values: [1, 1], upper: 1 }] };

describe('HiGHS', () => {
  it('solves with whole numbers where the program asks for them', () => {
    expect(highsSolver.solveInteger(packing, { iterations: 1000 })).toMatchObject({
      values: [1, 2, 0],
      bound: 13,
      isProven: true,
    });
  });

  it('solves the relaxation with its duals', () => {
    const relaxed = highsSolver.solveRelaxed(packing);
    expect(relaxed?.objective).toBeCloseTo(12.5, 9);
    expect(relaxed?.values).toEqual([2.5, 0, 0]);
    expect(relaxed?.duals[0]).toBeCloseTo(1.25, 9);
    expect(relaxed?.reduced[1]).toBeCloseTo(0.25, 9);
  });

  it('takes coefficients and bounds of any size', () => {
    const times = (factor: number): LinearProgram => ({
      ...packing,
      rows: packing.rows.map((row) => ({
        ...row,
        values: row.values.map((value) => value * factor),
        lower: (row.lower ?? 0) * factor,
      })),
    });
    expect(highsSolver.solveInteger(times(1e15), { iterations: 1000 }).values).toEqual([1, 2, 0]);
    const relaxed = highsSolver.solveRelaxed(times(1e15));
    expect(relaxed?.objective).toBeCloseTo(12.5, 9);
    expect((relaxed?.duals[0] ?? 0) * 1e15).toBeCloseTo(1.25, 9);
    const demand = { ...packing, rows: [{ columns: [0, 1, 2], values: [4, 3, 1], lower: 1e300 }] };
    expect(highsSolver.solveInteger(demand, { iterations: 1000 })).toMatchObject({ values: null, isProven: true });
    const limit = { ...packing, rows: [...packing.rows, { columns: [0], values: [1e15], upper: 1e300 }] };
    expect(highsSolver.solveInteger(limit, { iterations: 1000 }).values).toEqual([1, 2, 0]);
  });

  it('says that there is no solution', () => {
    expect(highsSolver.solveInteger(none, { iterations: 1000 })).toMatchObject({ values: null, isProven: true });
    expect(highsSolver.solveRelaxed(none)).toBeNull();
  });

  it.each([
    ['a status that is no answer', { ...packing, cost: [-1, 0, 0], upper: [Number.POSITIVE_INFINITY, 1, 1] }],
    ['a program that is invalid', { ...packing, rows: [{ columns: [7], values: [1], lower: 1 }] }],
  ])('fails by name at %s, and works again', (_, program) => {
    const ask = (): unknown => highsSolver.solveRelaxed(program);
    expect(ask).toThrow(SolverError);
    expect(ask).toThrow(/^HiGHS failed on 3 columns and 1 rows: .+; report it with the factory file$/);
    expect(highsSolver.solveRelaxed(packing)?.objective).toBeCloseTo(12.5, 9);
  });

  it('names the status with which it ended', () => {
    const program = { ...packing, cost: [-1, 0, 0], upper: [Number.POSITIVE_INFINITY, 1, 1] };
    expect(() => highsSolver.solveRelaxed(program)).toThrow('it ended with status unbounded');
  });
});

describe('a placement that is searched', () => {
  /** Places in a process of its own, in which time passes at another speed. */
  const place = (clock: string): string => {
    const code = `
      ${clock}
      const { placeWorkloads } = require('./lib/planner/placement');
      const { highsSolver: solver } = require('./lib/solver/highs');
      const { variedProblem } = require('./test/planner/placement/varied-problem');
      const size = { sites: 12, workloads: 4 };
      const placed = ['lost-site', 'tight-power'].map((shape) =>
        placeWorkloads(variedProblem(3, shape, size), { solver, effort: 0.1 }));
      process.stdout.write(JSON.stringify(placed));`;
    return execFileSync(join(root, 'node_modules/.bin/tsx'), ['-e', code], { cwd: root, encoding: 'utf8' });
  };

  it('is the same in two processes, however fast time passes', () => {
    const first = place('');
    expect(first).toContain('"method":"bounded"');
    expect(place('let now = 0; Date.now = () => (now += 1e5); performance.now = Date.now;')).toBe(first);
  }, 120_000);
});
