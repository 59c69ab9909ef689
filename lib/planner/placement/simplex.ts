/**
 * Linear programmes with bounded variables, by the dual simplex method on a dense condensed tableau.
 *
 * minimise cost . x  subject to  rows . x <= rhs,  lower <= x <= upper (finite)
 *
 * Every structural variable is boxed and so can always be put at the bound where its reduced cost has the right sign:
 * the start is dual feasible, and stays so when bounds change, which is what a branch-and-bound search does.
 * (Textbook method: Chvatal, Linear Programming, chapters 8 and 10.)
 */
export interface LinearProgramme {
  readonly rows: number;
  readonly columns: number;
  /** Row by row, `rows x columns`. */
  readonly matrix: Float64Array;
  readonly rhs: Float64Array;
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export type Outcome = 'optimal' | 'infeasible' | 'cutoff' | 'stalled';

const FEASIBLE = 1e-9;
const PIVOT = 1e-9;
/** Pivots without progress after which the choice turns to lowest index, which cannot cycle. */
const PATIENCE = 60;

export class DualSimplex {
  readonly #m: number;
  readonly #n: number;
  readonly #table: Float64Array;
  readonly #reduced: Float64Array;
  /** Variable of each row and each column; `columns + i` is the slack of row i. */
  readonly #basic: Int32Array;
  readonly #nonbasic: Int32Array;
  /** Row of a basic variable, or -1 - column of a nonbasic one. */
  readonly #place: Int32Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #value: Float64Array;
  #objective: number;
  /** Multiplications so far: a measure of work that is the same on every machine. */
  work = 0;

  constructor(source: LinearProgramme | DualSimplex) {
    if (source instanceof DualSimplex) {
      this.#m = source.#m;
      this.#n = source.#n;
      this.#table = source.#table.slice();
      this.#reduced = source.#reduced.slice();
      this.#basic = source.#basic.slice();
      this.#nonbasic = source.#nonbasic.slice();
      this.#place = source.#place.slice();
      this.#lower = source.#lower.slice();
      this.#upper = source.#upper.slice();
      this.#value = source.#value.slice();
      this.#objective = source.#objective;
      return;
    }
    const m = source.rows;
    const n = source.columns;
    this.#m = m;
    this.#n = n;
    this.#table = source.matrix.slice();
    this.#reduced = source.cost.slice();
    this.#basic = Int32Array.from({ length: m }, (_, i) => n + i);
    this.#nonbasic = Int32Array.from({ length: n }, (_, j) => j);
    this.#place = Int32Array.from({ length: n + m }, (_, v) => (v < n ? -1 - v : v - n));
    this.#lower = new Float64Array(n + m);
    this.#upper = new Float64Array(n + m).fill(Number.POSITIVE_INFINITY);
    this.#value = new Float64Array(n + m);
    this.#objective = 0;
    for (let i = 0; i < m; i++) {
      let scale = 0;
      for (let j = 0; j < n; j++) scale = Math.max(scale, Math.abs(at(this.#table, i * n + j)));
      const by = scale === 0 ? 1 : 1 / scale;
      for (let j = 0; j < n; j++) this.#table[i * n + j] = at(this.#table, i * n + j) * by;
      this.#value[n + i] = at(source.rhs, i) * by;
    }
    for (let j = 0; j < n; j++) this.setBounds(j, at(source.lower, j), at(source.upper, j));
  }

  get objective(): number {
    return this.#objective;
  }

  value(variable: number): number {
    return at(this.#value, variable);
  }

  lower(variable: number): number {
    return at(this.#lower, variable);
  }

  upper(variable: number): number {
    return at(this.#upper, variable);
  }

  /** Narrows or moves the bounds of a structural variable; `solve` then restores feasibility. */
  setBounds(variable: number, lower: number, upper: number): void {
    this.#lower[variable] = lower;
    this.#upper[variable] = upper;
    const place = at(this.#place, variable);
    if (place >= 0) return;
    const column = -1 - place;
    const target = at(this.#reduced, column) < 0 ? upper : lower;
    const delta = target - at(this.#value, variable);
    if (delta === 0) return;
    this.#value[variable] = target;
    this.#objective += at(this.#reduced, column) * delta;
    for (let i = 0; i < this.#m; i++) {
      const basic = at(this.#basic, i);
      this.#value[basic] = at(this.#value, basic) - at(this.#table, i * this.#n + column) * delta;
    }
  }

  /** Pivots until every variable is within its bounds, or none can be, or the objective passes `cutoff`. */
  solve(cutoff: number): Outcome {
    let idle = 0;
    const most = 50 * (this.#m + this.#n) + 1000;
    for (let step = 0; step < most; step++) {
      if (this.#objective > cutoff) return 'cutoff';
      const careful = idle > PATIENCE;
      const row = this.#leaving(careful);
      if (row < 0) return 'optimal';
      const column = this.#entering(row, careful);
      if (column < 0) return 'infeasible';
      const before = this.#objective;
      this.#pivot(row, column);
      idle = this.#objective > before + 1e-12 * (1 + Math.abs(before)) ? 0 : idle + 1;
    }
    return 'stalled';
  }

  /** Row whose variable is furthest outside its bounds, or the first in index order when careful. */
  #leaving(careful: boolean): number {
    let row = -1;
    let worst = FEASIBLE;
    let index = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#m; i++) {
      const basic = at(this.#basic, i);
      const value = at(this.#value, basic);
      const under = at(this.#lower, basic) - value;
      const over = value - at(this.#upper, basic);
      const outside = Math.max(under, over) / (1 + Math.abs(value) * 1e-3);
      if (careful ? outside > FEASIBLE && basic < index : outside > worst) {
        row = i;
        worst = outside;
        index = basic;
      }
    }
    return row;
  }

  /** Column that keeps the reduced costs of the right sign: least ratio, then the largest pivot. */
  #entering(row: number, careful: boolean): number {
    const basic = at(this.#basic, row);
    const rises = at(this.#value, basic) < at(this.#lower, basic);
    const base = row * this.#n;
    let column = -1;
    let best = Number.POSITIVE_INFINITY;
    let size = 0;
    let index = Number.POSITIVE_INFINITY;
    for (let j = 0; j < this.#n; j++) {
      const alpha = at(this.#table, base + j);
      if (alpha < PIVOT && alpha > -PIVOT) continue;
      const variable = at(this.#nonbasic, j);
      const lower = at(this.#lower, variable);
      if (lower === at(this.#upper, variable)) continue;
      const isLow = at(this.#value, variable) === lower;
      if (isLow === (rises ? alpha > 0 : alpha < 0)) continue;
      const ratio = Math.abs(at(this.#reduced, j) / alpha);
      const magnitude = Math.abs(alpha);
      const tie = Math.abs(ratio - best) <= 1e-12;
      if (tie ? (careful ? variable < index : magnitude > size) : ratio < best) {
        column = j;
        best = ratio;
        size = magnitude;
        index = variable;
      }
    }
    return column;
  }

  #pivot(row: number, column: number): void {
    const m = this.#m;
    const n = this.#n;
    const table = this.#table;
    const value = this.#value;
    const leaving = at(this.#basic, row);
    const entering = at(this.#nonbasic, column);
    const alpha = at(table, row * n + column);
    const target = at(value, leaving) < at(this.#lower, leaving) ? at(this.#lower, leaving) : at(this.#upper, leaving);
    const delta = (at(value, leaving) - target) / alpha;
    const price = at(this.#reduced, column);
    this.#objective += price * delta;
    const rowStart = row * n;
    for (let j = 0; j < n; j++) table[rowStart + j] = at(table, rowStart + j) / alpha;
    table[rowStart + column] = 1 / alpha;
    for (let i = 0; i < m; i++) {
      if (i === row) continue;
      const start = i * n;
      const factor = at(table, start + column);
      if (factor === 0) continue;
      const basic = at(this.#basic, i);
      value[basic] = at(value, basic) - factor * delta;
      for (let j = 0; j < n; j++) table[start + j] = at(table, start + j) - factor * at(table, rowStart + j);
      table[start + column] = -factor / alpha;
      this.work += n;
    }
    for (let j = 0; j < n; j++) this.#reduced[j] = at(this.#reduced, j) - price * at(table, rowStart + j);
    this.#reduced[column] = -price / alpha;
    value[entering] = at(value, entering) + delta;
    value[leaving] = target;
    this.#basic[row] = entering;
    this.#nonbasic[column] = leaving;
    this.#place[entering] = row;
    this.#place[leaving] = -1 - column;
    this.work += 2 * n;
  }
}

/** Typed arrays are never read outside their length here; this states it to the compiler. */
const at = (array: Float64Array | Int32Array, index: number): number => array[index] as number;
