import { InternalError } from '../../../errors';
import { round } from '../../../units/convert';
import { isSameUnit, SHARE, type Unit, unitProduct, unitQuotient } from './unit';

/** A number that nothing in the plan computes, and who says so. */
interface Leaf {
  readonly kind: 'stated' | 'row' | 'constant' | 'decided';
  readonly name: string;
  /** A catalogue row's source, `factory file` with the path, `library:` or `plan:` with the reason. */
  readonly source: string;
  /** Day on which the row was true; null for everything else. */
  readonly asOf: string | null;
}

/** A number by which a unit is converted; a formula shows the number itself. */
interface Factor {
  readonly kind: 'factor';
}

/** Source of a catalogue row, and the day on which it was true. */
export interface RowReference {
  /** Document or page. */
  readonly source: string;
  /** Day as `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** What is computed from others. */
export interface Operation {
  readonly kind: Operator;
  readonly operands: readonly Quantity[];
}

/** Another number under the name that it has in a formula. */
interface Alias {
  readonly kind: 'alias';
  readonly name: string;
  readonly of: Quantity;
  /** What it is, if a formula shows the name in place of the arithmetic. */
  readonly how?: string;
}

type Operator = '+' | '-' | 'x' | '/' | 'min' | 'max' | 'ceil' | 'floor' | 'round';
/** What a model computes of others, whose arithmetic a page describes. */
interface Model {
  readonly kind: 'model';
  /** The model and its page, in words. */
  readonly words: string;
  readonly operands: readonly Quantity[];
}

export type Origin = Leaf | Factor | Operation | Alias | Model;

/** Largest error of a sum of parts of nodes. */
const EPSILON = 1e-9;

/**
 * A number with its unit and how it came about: the arithmetic that computes it is the arithmetic that explains it.
 *
 * @throws InternalError if numbers of different units are added or compared
 */
export class Quantity {
  private place: string | null = null;

  constructor(
    /** The number. */
    readonly value: number,
    /** Its unit, such as `W/node`. */
    readonly unit: Unit,
    /** Who states it, or what it was computed from. */
    readonly origin: Origin,
  ) {}

  /** A number that the factory file states, by its path there. */
  static readonly stated = (name: string, value: number, unit: Unit, path: string): Quantity =>
    new Quantity(value, unit, { kind: 'stated', name, source: `factory file, ${path}`, asOf: null });

  /** A number that the library fixes, and why. */
  static readonly constant = (name: string, value: number, unit: Unit, why: string): Quantity =>
    new Quantity(value, unit, { kind: 'constant', name, source: `library: ${why}`, asOf: null });

  /** A number that the planner decided, and how, if no other number of the plan states it. */
  static readonly decided = (name: string, value: number, unit: Unit, how: string): Quantity =>
    new Quantity(value, unit, { kind: 'decided', name, source: `plan: ${how}`, asOf: null });

  /** A number of a catalogue row. */
  static readonly fromRow = (name: string, value: number, unit: Unit, row: RowReference): Quantity =>
    new Quantity(value, unit, { kind: 'row', name, source: row.source, asOf: row.asOf });

  /** Its first place in the plan, such as `sites.frankfurt.power.itPeakW`; null: it has none. */
  get position(): string | null {
    return this.place;
  }

  /** Sets its place in the plan; the first one stays. */
  placeAt(path: string): void {
    this.place ??= path;
  }

  /** Adds a number of the same unit. */
  plus(other: Quantity): Quantity {
    return this.joined('+', this.value + other.value, [this, other]);
  }

  /** Subtracts a number of the same unit. */
  minus(other: Quantity): Quantity {
    return this.joined('-', this.value - other.value, [this, other]);
  }

  /** Multiplies, units too. */
  times(other: Quantity): Quantity {
    const unit = unitProduct(this.unit, other.unit);
    return new Quantity(this.value * other.value, unit, { kind: 'x', operands: [this, other] });
  }

  /** Divides, units too. */
  over(other: Quantity): Quantity {
    const unit = unitQuotient(this.unit, other.unit);
    return new Quantity(this.value / other.value, unit, { kind: '/', operands: [this, other] });
  }

  /** The smallest of numbers of the same unit. */
  atMost(...others: readonly Quantity[]): Quantity {
    const all = [this, ...others];
    return all.length === 1 ? this : this.joined('min', Math.min(...all.map(({ value }) => value)), all);
  }

  /** The largest of numbers of the same unit. */
  atLeast(...others: readonly Quantity[]): Quantity {
    const all = [this, ...others];
    return all.length === 1 ? this : this.joined('max', Math.max(...all.map(({ value }) => value)), all);
  }

  /** Rounds up. */
  ceil(): Quantity {
    return new Quantity(Math.ceil(this.value), this.unit, { kind: 'ceil', operands: [this] });
  }

  /** The next whole number; a sum of parts that is above one by the error of the sum alone stays there. */
  whole(): Quantity {
    return new Quantity(Math.ceil(this.value - EPSILON), this.unit, { kind: 'ceil', operands: [this] });
  }

  /** Rounds down. */
  floor(): Quantity {
    return new Quantity(Math.floor(this.value), this.unit, { kind: 'floor', operands: [this] });
  }

  /** Rounds to so many digits after the point. */
  rounded(digits = 0): Quantity {
    return new Quantity(round(this.value, digits), this.unit, {
      kind: 'round',
      operands: digits === 0 ? [this] : [this, factor(digits, SHARE)],
    });
  }

  /**
   * The same number under another name in the formulas that use it.
   *
   * @param how - what it is, to show the name in place of its arithmetic
   */
  called(name: string, how?: string): Quantity {
    return new Quantity(this.value, this.unit, {
      kind: 'alias',
      name,
      of: this,
      ...(how === undefined ? {} : { how }),
    });
  }

  /** The same number, whose unit must be this one. */
  in(unit: Unit): Quantity {
    if (!isSameUnit(this.unit, unit)) throw new InternalError(`${this.unit} is not ${unit}`);
    return this.unit === unit ? this : new Quantity(this.value, unit, this.origin);
  }

  private joined(kind: Operator, value: number, operands: readonly Quantity[]): Quantity {
    for (const { unit } of operands) {
      if (!isSameUnit(unit, this.unit)) throw new InternalError(`${kind} of ${this.unit} and ${unit}`);
    }
    return new Quantity(value, this.unit, { kind, operands });
  }
}

/** Day of the row that a number is of; null for every other number. */
export const dayOf = ({ origin }: Quantity): string | null => ('asOf' in origin ? origin.asOf : null);

/** Sum in the order given; `unit` is that of no quantities. */
export function sumOf(quantities: readonly Quantity[], unit: Unit): Quantity {
  const other = quantities.find((each) => !isSameUnit(each.unit, unit));
  if (other !== undefined) throw new InternalError(`+ of ${unit} and ${other.unit}`);
  const value = quantities.reduce((sum, each) => sum + each.value, 0);
  return new Quantity(value, unit, { kind: '+', operands: quantities });
}

/** A number at another place of the plan. */
export const numberAt = (name: string, value: number, unit: Unit, path: string): Quantity =>
  new Quantity(value, unit, { kind: 'decided', name, source: path, asOf: null });

export const { stated, constant, decided, fromRow } = Quantity;

/** A number that a model computes, such as that of the performance of a server. */
export const modelled = (value: number, unit: Unit, words: string, operands: readonly Quantity[]): Quantity =>
  new Quantity(value, unit, { kind: 'model', words, operands });

/** A factor between units, such as 24 h/day. */
export const factor = (value: number, unit: Unit): Quantity => new Quantity(value, unit, { kind: 'factor' });
