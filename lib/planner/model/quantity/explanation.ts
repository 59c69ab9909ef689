import type { Operation, Quantity } from './quantity';
import { shownUnit } from './unit';

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

/** Explains the number at a path of the plan, down to the numbers that have a place in the plan of their own. */
export function explain(quantity: Quantity, path: string): Explanation {
  const terms: Term[] = [];
  const isElsewhere = quantity.position !== null && quantity.position !== path;
  const formula = isElsewhere ? named(quantity, lastOf(quantity.position ?? ''), terms) : written(quantity, 0, terms);
  return { value: quantity.value, unit: shownUnit(quantity.unit), formula, terms };
}

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

const SUM = 1;
const PRODUCT = 2;

/** An operand: by its name if it has a place or a source of its own, else as its arithmetic. */
function operand(quantity: Quantity, binding: number, terms: Term[]): string {
  if (quantity.position !== null) return named(quantity, lastOf(quantity.position), terms);
  return written(quantity, binding, terms);
}

function written(quantity: Quantity, binding: number, terms: Term[]): string {
  const { origin, value } = quantity;
  switch (origin.kind) {
    case 'stated':
    case 'row':
    case 'constant':
    case 'decided':
      return termOf(quantity, origin.name, origin, terms);
    case 'alias':
      return isNamed(quantity) ? named(quantity, origin.name, terms) : operand(origin.of, binding, terms);
    case 'factor':
      return `${value}`;
    case 'model':
      for (const each of origin.operands) operand(each, 0, terms);
      return origin.words;
    case '+':
      return origin.operands.length === 0 ? '0' : joined(origin, ' + ', SUM, binding, terms);
    case '-':
      return joined(origin, ' - ', SUM, binding, terms);
    case 'x':
      return joined(origin, ' x ', PRODUCT, binding, terms);
    case '/':
      return joined(origin, ' / ', PRODUCT, binding, terms);
    case 'min':
    case 'max':
    case 'ceil':
    case 'floor':
    case 'round':
      return `${origin.kind}(${origin.operands.map((each) => operand(each, 0, terms)).join(', ')})`;
  }
}

/** Operands of a sum or a product; what binds less than its surroundings is in brackets. */
function joined({ operands, kind }: Operation, sign: string, own: number, binding: number, terms: Term[]): string {
  const [first] = operands;
  if (operands.length === 1 && first !== undefined) return operand(first, binding, terms);
  // What is right of a minus or a fraction binds more.
  const right = kind === '-' || kind === '/' ? own + 1 : own;
  const text = operands.map((each, index) => operand(each, index === 0 ? own : right, terms)).join(sign);
  return own < binding ? `(${text})` : text;
}

/** Whether a number is a term by itself. */
const isNamed = ({ position, origin }: Quantity): boolean =>
  position !== null ||
  'source' in origin ||
  (origin.kind === 'alias' && (origin.how !== undefined || isNamed(origin.of)));

/** Adds a number as a term, once. */
const named = (quantity: Quantity, name: string, terms: Term[]): string =>
  termOf(quantity, name, sourceOf(quantity), terms);

function termOf(
  quantity: Quantity,
  name: string,
  { source, asOf }: Pick<Term, 'source' | 'asOf'>,
  terms: Term[],
): string {
  if (!terms.some((term) => term.name === name && term.source === source)) {
    terms.push({ name, value: quantity.value, unit: shownUnit(quantity.unit), source, asOf });
  }
  return name;
}

function sourceOf({ position, origin }: Quantity): Pick<Term, 'source' | 'asOf'> {
  if (position !== null) return { source: position, asOf: null };
  if ('source' in origin) return { source: origin.source, asOf: origin.asOf };
  if (origin.kind !== 'alias') return { source: 'plan', asOf: null };
  return origin.how === undefined ? sourceOf(origin.of) : { source: `plan: ${origin.how}`, asOf: null };
}
