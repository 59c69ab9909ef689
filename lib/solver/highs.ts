import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import type { Highs, Model } from 'highs';
import type { Programme, RelaxedSolution, Solver, SolverLimits, WholeSolution } from '../planner/placement/solver';

let loaded: Highs | null = null;

/** Loads HiGHS when it is first needed: about 0.1 s. */
function highs(): Highs {
  loaded ??= load();
  return loaded;
}

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
  if (found.highs === undefined) throw new Error(`HiGHS cannot be loaded: ${String(found.error)}`);
  return found.highs;
}

const settings = {
  output_flag: false,
  random_seed: 0,
  mip_rel_gap: 0,
  mip_abs_gap: 0,
} as const;

/** HiGHS, as WebAssembly in this thread. */
export const highsSolver: Solver = {
  solveWhole: (programme, limits) => highs().withModel((model) => whole(model, programme, limits)),
  solveRelaxed: (programme) => highs().withModel((model) => relaxed(model, programme)),
};

function pass(model: Model, { cost, lower, upper, rows }: Programme, integrality: Int32Array | undefined): void {
  const { infinity } = highs();
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) ?? 0) + row.columns.length);
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

function whole(model: Model, programme: Programme, limits: SolverLimits): WholeSolution {
  const { constants } = highs();
  pass(model, programme, Int32Array.from(programme.isWhole, Number));
  if (limits.anyWillDo === true) model.options.set('mip_max_improving_sols', 1);
  if (limits.start !== undefined) model.setSolution({ colValue: limits.start });
  model.run({
    [constants.callbackType.mipInterrupt](event) {
      if (Number(event.data.mip_total_lp_iterations ?? 0) > limits.iterations) event.interrupt();
      return undefined;
    },
  });
  const status = model.getModelStatus();
  if (status === constants.modelStatus.infeasible) {
    return { values: null, bound: Number.POSITIVE_INFINITY, isProven: true };
  }
  const isFound = model.info.get('primal_solution_status') === constants.solutionStatus.feasible;
  return {
    values: isFound ? [...model.getSolution().colValue] : null,
    bound: Number(model.info.get('mip_dual_bound')),
    isProven: status === constants.modelStatus.optimal && isFound,
  };
}

function relaxed(model: Model, programme: Programme): RelaxedSolution | null {
  const { constants } = highs();
  pass(model, programme, undefined);
  model.run();
  if (model.getModelStatus() !== constants.modelStatus.optimal) return null;
  const solution = model.getSolution();
  return {
    values: [...solution.colValue],
    objective: model.getObjectiveValue(),
    duals: [...solution.rowDual],
    reduced: [...solution.colDual],
  };
}
