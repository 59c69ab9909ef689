/** Minimise `cost . x` subject to `lower <= A x <= upper` by row and `lower <= x <= upper` by column. */
export interface LinearProgram {
  readonly cost: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Columns that must be whole numbers. */
  readonly isInteger: readonly boolean[];
  readonly rows: readonly LinearProgramRow[];
}

/** One row: sum of value x column, at most and at least. */
export interface LinearProgramRow {
  readonly columns: readonly number[];
  readonly values: readonly number[];
  /** @default - no lower end */
  readonly lower?: number;
  /** @default - no upper end */
  readonly upper?: number;
}

/** What ends a solve before it is proven. Counts, never seconds: the same program gives the same answer on any machine. */
export interface SolverLimits {
  /** Most iterations of the simplex method over the whole search. */
  readonly iterations: number;
  /** Values of all columns of a known solution. @default - none is known */
  readonly start?: readonly number[];
  /** Stops at the first feasible solution. @default false */
  readonly anyWillDo?: boolean;
}

export interface IntegerSolution {
  /** Values of all columns; null: none was found. */
  readonly values: readonly number[] | null;
  /** No solution costs less; infinite if none exists. */
  readonly bound: number;
  /** Whether `values` are proven best, or that none exists. */
  readonly isProven: boolean;
  /** Iterations of the simplex method that were done. */
  readonly iterations: number;
}

export interface RelaxedSolution {
  readonly values: readonly number[];
  readonly objective: number;
  /** Change of the objective per unit of the end of each row that binds; 0 if none binds. */
  readonly duals: readonly number[];
  /** The same for the bounds of columns. */
  readonly reduced: readonly number[];
}

/** A solver of linear programs, whole or relaxed. Must be deterministic: no clock, no threads. */
export interface Solver {
  /** Solves with whole numbers where the program asks for them. */
  solveInteger(program: LinearProgram, limits: SolverLimits): IntegerSolution;
  /** Solves with every column a real number; null if infeasible. */
  solveRelaxed(program: LinearProgram): RelaxedSolution | null;
}
