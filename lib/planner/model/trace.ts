import { findRule, required } from '../../catalog/catalog';
import type { Catalog } from '../../catalog/rows';
import { InternalError } from '../../errors';
import { compare } from './finding';

/** One operand of a number in the plan, and where it comes from. */
export interface Term {
  /** Name of the operand in the formula. */
  readonly name: string;
  /** Value in `unit`. */
  readonly value: number;
  /** Unit, such as `W` or `USD/h`, or what is counted. */
  readonly unit: string;
  /** A catalogue row's source, `factory file` with the path, the path of another number of the plan, `library:` or `plan:`. */
  readonly source: string;
  /** Day on which the row was true; null for what the factory file states or the plan computed. */
  readonly asOf: string | null;
}

/** How one number of the plan came about. */
export interface Explanation {
  /** The number itself. */
  readonly value: number;
  /** Its unit, or what is counted. */
  readonly unit: string;
  /** The arithmetic over the names of the terms. */
  readonly formula: string;
  /** Operands of the formula, each with its source. */
  readonly terms: readonly Term[];
}

/** Explanations by the path of their number in the plan, such as `sites.frankfurt.power.itPeakW`. */
export type Explanations = Readonly<Record<string, Explanation>>;

/** A term that the factory file states. */
export const stated = (name: string, value: number, unit: string, path: string): Term => ({
  name,
  value,
  unit,
  source: `factory file, ${path}`,
  asOf: null,
});

/** A term that the library fixes. */
export const constant = (name: string, value: number, unit: string, why: string): Term => ({
  name,
  value,
  unit,
  source: `library: ${why}`,
  asOf: null,
});

/** A term that the planner decided, where no other number of the plan says it. */
export const decided = (name: string, value: number, unit: string, how: string): Term => ({
  name,
  value,
  unit,
  source: `plan: ${how}`,
  asOf: null,
});

/** A term that another number of the plan gives. */
export const computed = (name: string, value: number, unit: string, path: string): Term => ({
  name,
  value,
  unit,
  source: path,
  asOf: null,
});

/** A term that a catalogue row gives. */
export const fromRow = (
  name: string,
  value: number,
  unit: string,
  row: { readonly source: string; readonly asOf: string },
): Term => ({ name, value, unit, source: row.source, asOf: row.asOf });

/** A rule of the catalogue as a term; throws for an id without a row, which only a bug can ask for. */
export const ruleTerm = (catalog: Catalog, id: string, name = id): Term => {
  const row = required(findRule(catalog, id));
  return fromRow(name, row.value, row.unit, row);
};

/**
 * How much a plan explains of itself: nothing, where a plan is made to be compared; its sums, as every plan that is read;
 * everything, when somebody asks for the arithmetic of one number.
 */
export type Depth = 'nothing' | 'sums' | 'everything';

interface Entry {
  readonly value: number;
  readonly unit: string;
  readonly formula: string;
  readonly terms: () => readonly Term[];
  readonly isDetail: boolean;
}

/** Collects explanations below one path, sorted when read. */
export class Trace {
  readonly #entries = new Map<string, Entry>();

  /** @param base path of the node that the numbers belong to, such as `sites.frankfurt.power` */
  constructor(
    readonly base: string,
    readonly depth: Depth = 'sums',
  ) {}

  /** Records a number and hands it back, so that it is explained where it is computed. */
  note(path: string, value: number, unit: string, formula: string, terms: readonly Term[]): number {
    this.#entries.set(path, { value, unit, formula, terms: () => terms, isDetail: false });
    return value;
  }

  /** The same for a number that is only explained when everything is: one of many, or one step from another. */
  detail(path: string, value: number, unit: string, formula: string, terms: () => readonly Term[]): number {
    this.#entries.set(path, { value, unit, formula, terms, isDetail: true });
    return value;
  }

  path(path: string): string {
    return path === '' ? this.base : `${this.base}.${path}`;
  }

  /** The recorded number as a term of another one. */
  term(path: string, name: string): Term {
    const entry = this.#entries.get(path);
    if (entry === undefined) throw new InternalError(`${this.path(path)} is used before it is explained`);
    return computed(name, entry.value, entry.unit, this.path(path));
  }

  read(): Explanations {
    if (this.depth === 'nothing') return {};
    const read = [...this.#entries].flatMap(([path, { value, unit, formula, terms, isDetail }]) =>
      isDetail && this.depth !== 'everything'
        ? []
        : [[this.path(path), { value, unit, formula, terms: terms() }] as const],
    );
    return Object.fromEntries(read.sort(([a], [b]) => compare(a, b)));
  }
}
