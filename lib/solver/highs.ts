import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type { Highs, Model } from 'highs';
import { SolverError } from '../errors';
import type {
  IntegerSolution,
  LinearProgram,
  LinearProgramRow,
  RelaxedSolution,
  Solver,
  SolverLimits,
} from '../planner/placement/solver';

let loaded: Highs | null = null;

/** Runs in a context of its own: compiles the module at once, so that nothing in the loader waits. */
const START = `
Date.now = () => 0;
module.exports({
  instantiateWasm: (imports, done) => {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(binary), imports);
    done(instance);
    return instance.exports;
  },
}).then((highs) => { found.highs = highs; }, (error) => { found.error = error; });
`;

/**
 * Instantiates HiGHS within one call. Its loader is asynchronous, although nothing in it waits: a context with a microtask
 * queue of its own runs it to its end. The clock of that context stands still, so that no answer can depend on time.
 */
function load(): Highs {
  const file = require.resolve('highs');
  const found: { highs?: Highs; error?: unknown } = {};
  const silent = (): void => undefined;
  const context = createContext(
    {
      found,
      binary: readFileSync(require.resolve('highs/runtime')),
      module: { exports: {} },
      exports: {},
      TextDecoder,
      TextEncoder,
      performance: { now: () => 0 },
      console: { log: silent, error: silent, warn: silent },
    },
    { microtaskMode: 'afterEvaluate' },
  );
  runInContext(readFileSync(file, 'utf8'), context, { filename: file });
  runInContext(START, context);
  if (found.highs === undefined) throw new Error(`it cannot be loaded: ${String(found.error)}`);
  return found.highs;
}

const settings = {
  output_flag: false,
  random_seed: 0,
  mip_rel_gap: 0,
  mip_abs_gap: 0,
  // Its effort has a least amount of 20 ms, twenty times what a small program takes; placements have their own start.
  mip_heuristic_run_feasibility_jump: false,
} as const;

/** HiGHS, as WebAssembly in this thread. It is loaded when a factory first needs it, which takes about 0.1 s. */
export const highsSolver: Solver = {
  solveInteger: (program, limits) => ask(program, (highs, model) => whole(highs, model, program, limits)),
  solveRelaxed: (program) => ask(program, (highs, model) => relaxed(highs, model, program)),
};

function ask<T>({ cost, rows }: LinearProgram, question: (highs: Highs, model: Model) => T): T {
  try {
    loaded ??= load();
    const highs = loaded;
    return highs.withModel((model) => question(highs, model));
  } catch (error) {
    // Its memory may be in any state.
    loaded = null;
    const reason = error instanceof Error ? error.message : String(error);
    throw new SolverError(`HiGHS failed on ${cost.length} columns and ${rows.length} rows: ${reason}`);
  }
}

/** HiGHS takes coefficients below 10^15 and bounds below 10^20. A row with larger ones is divided by the largest. */
const LARGEST_COEFFICIENT = 1e12;
const LARGEST_BOUND = 1e19;

/** Number that a row is divided by. */
function divisorOf({ values, lower = 0, upper = 0 }: LinearProgramRow): number {
  const largest = values.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  if (largest > LARGEST_COEFFICIENT) return largest;
  const bound = Math.max(...[lower, upper].filter(Number.isFinite).map(Math.abs), 0);
  return bound > LARGEST_BOUND ? bound : 1;
}

function pass(
  { infinity }: Highs,
  model: Model,
  { cost, lower, upper, rows: stated }: LinearProgram,
  integrality: Int32Array | undefined,
): void {
  const rows = stated.map((row) => {
    const divisor = divisorOf(row);
    const divided = (value: number): number => value / divisor;
    return divisor === 1
      ? row
      : {
          ...row,
          values: row.values.map(divided),
          ...(row.lower === undefined ? {} : { lower: divided(row.lower) }),
          ...(row.upper === undefined ? {} : { upper: divided(row.upper) }),
        };
  });
  const starts = [0];
  let count = 0;
  for (const row of rows) {
    count += row.columns.length;
    starts.push(count);
  }
  for (const [name, value] of Object.entries(settings)) model.options.set(name, value);
  model.passModel({
    numCols: cost.length,
    numRows: rows.length,
    colCost: cost,
    colLower: lower,
    colUpper: upper,
    rowLower: rows.map((row) => row.lower ?? -infinity),
    rowUpper: rows.map((row) => row.upper ?? infinity),
    matrix: {
      format: 'csr',
      numRows: rows.length,
      numCols: cost.length,
      starts,
      indices: rows.flatMap((row) => row.columns),
      values: rows.flatMap((row) => row.values),
    },
    ...(integrality === undefined ? {} : { integrality }),
  });
}

type Ending = keyof Highs['constants']['modelStatus'];

/** Returns how a run ended. @throws Error if that is none of the ways in which it may end */
function endingOf({ constants }: Highs, model: Model, expected: readonly Ending[]): Ending {
  const status = model.getModelStatus();
  const ending = expected.find((each) => constants.modelStatus[each] === status);
  if (ending !== undefined) return ending;
  const names = Object.entries(constants.modelStatus);
  throw new Error(`it ended with status ${names.find(([, code]) => code === status)?.[0] ?? status}`);
}

/** Every column is bounded, so what presolve calls unbounded or infeasible is infeasible. */
const isNone = (ending: Ending): boolean => ending === 'infeasible' || ending === 'unboundedOrInfeasible';
const NONE = ['infeasible', 'unboundedOrInfeasible'] as const;

function whole(highs: Highs, model: Model, program: LinearProgram, limits: SolverLimits): IntegerSolution {
  const { constants } = highs;
  pass(highs, model, program, Int32Array.from(program.isInteger, Number));
  if (limits.anyWillDo === true) model.options.set('mip_max_improving_sols', 1);
  if (limits.start !== undefined) model.setSolution({ colValue: limits.start });
  model.run({
    [constants.callbackType.mipInterrupt](event) {
      if (Number(event.data.mip_total_lp_iterations ?? 0) > limits.iterations) event.interrupt();
      return undefined;
    },
  });
  const ending = endingOf(highs, model, ['optimal', 'interrupted', 'solutionLimit', ...NONE]);
  // Negative if presolve alone found the answer.
  const iterations = Math.max(0, Number(model.info.get('simplex_iteration_count')));
  if (isNone(ending)) return { values: null, bound: Number.POSITIVE_INFINITY, isProven: true, iterations };
  const isFound = model.info.get('primal_solution_status') === constants.solutionStatus.feasible;
  return {
    values: isFound ? [...model.getSolution().colValue] : null,
    bound: Number(model.info.get('mip_dual_bound')),
    isProven: ending === 'optimal' && isFound,
    iterations,
  };
}

function relaxed(highs: Highs, model: Model, program: LinearProgram): RelaxedSolution | null {
  pass(highs, model, program, undefined);
  model.run();
  if (isNone(endingOf(highs, model, ['optimal', ...NONE]))) return null;
  const solution = model.getSolution();
  return {
    values: [...solution.colValue],
    objective: model.getObjectiveValue(),
    duals: program.rows.map((row, index) => (solution.rowDual[index] ?? 0) / divisorOf(row)),
    reduced: [...solution.colDual],
  };
}
