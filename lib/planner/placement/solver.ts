/** A linear program: minimise `cost . x` with every row and every column between its bounds. */
export interface LinearProgram {
  /** What one of each column adds to the objective. */
  readonly cost: readonly number[];
  /** Least value of each column. */
  readonly lower: readonly number[];
  /** Largest value of each column; finite. */
  readonly upper: readonly number[];
  /** Whether each column must be a whole number. */
  readonly isInteger: readonly boolean[];
  /** The constraints. */
  readonly rows: readonly LinearProgramRow[];
}

/** One row of a linear program: the sum of value x column has to lie between two bounds. */
export interface LinearProgramRow {
  /** Indices of columns, each at most once. */
  readonly columns: readonly number[];
  /** Value of each of these columns. */
  readonly values: readonly number[];
  /** Least sum. @default - none */
  readonly lower?: number;
  /** Largest sum. @default - none */
  readonly upper?: number;
}

/** What ends a search before it is proven: counts and never seconds, so that a program has the same answer on any machine. */
export interface SolverLimits {
  /** Most iterations of the simplex method over the whole search. */
  readonly iterations: number;
  /** Values of all columns of a known solution. @default - none is known */
  readonly start?: readonly number[];
  /** Whether the search ends at the first solution. @default false */
  readonly anyWillDo?: boolean;
}

/** The answer to a linear program with whole numbers. */
export interface IntegerSolution {
  /** Values of all columns; null if none were found. */
  readonly values: readonly number[] | null;
  /** No solution costs less; infinite if there is none. */
  readonly bound: number;
  /** Whether `values` are proven optimal, or that there is no solution. */
  readonly isProven: boolean;
  /** Iterations of the simplex method that were done. */
  readonly iterations: number;
}

/** The optimum of a linear program in which every column may be a fraction. */
export interface RelaxedSolution {
  /** Values of all columns. */
  readonly values: readonly number[];
  /** `cost . values`. */
  readonly objective: number;
  /** Change of the objective per unit of the bound of each row; 0 where no bound binds. */
  readonly duals: readonly number[];
  /** The same for the bounds of columns. */
  readonly reduced: readonly number[];
}

/** A solver of linear programs. It must be deterministic: no clock, no threads. */
export interface Solver {
  /**
   * Solves a program whose integer columns take whole numbers.
   *
   * @throws SolverError if the solver fails
   */
  solveInteger(program: LinearProgram, limits: SolverLimits): IntegerSolution;
  /**
   * Solves a program with every column a fraction; null if there is no solution.
   *
   * @throws SolverError if the solver fails
   */
  solveRelaxed(program: LinearProgram): RelaxedSolution | null;
}
