import { isRecord } from '../../../spec/record';
import { compare } from '../finding';
import { type Explanation, type Explanations, explain } from './explanation';
import { ownName } from './position';
import { Quantity } from './quantity';

/** A part of the plan whose numbers are quantities. */
export type Explained<T> = Numbers<T, Quantity>;

/** A part of the plan whose numbers are quantities or settings, which need no explanation. */
export type PartlyExplained<T> = Numbers<T, Quantity | number>;

type Numbers<T, Each> = T extends number
  ? Each
  : T extends string | boolean | null | undefined
    ? T
    : T extends readonly (infer Element)[]
      ? readonly Numbers<Element, Each>[]
      : { readonly [Key in keyof T]: Numbers<T[Key], Each> };

/**
 * How much a plan explains of itself: nothing, if a plan is made to be compared; its sums, as every plan that is read;
 * everything, to explain one number on request.
 */
export type Depth = 'nothing' | 'sums' | 'everything';

/** Reads parts of the plan from quantities, and keeps the explanation of each at its position. */
export class Explainer {
  readonly #explained = new Map<string, Explanation>();

  constructor(readonly depth: Depth = 'sums') {}

  /**
   * Reads a part; elements of a list are addressed by their name.
   *
   * @param from - depth from which its numbers are explained
   */
  read<T>(part: PartlyExplained<T>, path: string, from: 'sums' | 'everything' = 'sums'): T {
    const found: Found[] = [];
    // What is read has the shape of the part, with a number for each quantity.
    const value = read(part, () => path, found) as T;
    if (this.depth === 'nothing') return value;
    const placed = found.map(({ quantity, path: at }) => ({ quantity, at: at() }));
    for (const { quantity, at } of placed) quantity.placeAt(at);
    for (const { quantity, at } of placed) {
      // What is only stated or looked up is no sum.
      if (this.depth === 'everything' || (from === 'sums' && 'operands' in quantity.origin)) {
        this.#explained.set(at, explain(quantity, at));
      }
    }
    return value;
  }

  get explanations(): Explanations {
    return Object.fromEntries([...this.#explained].sort(([a], [b]) => compare(a, b)));
  }
}

/** Reads a part that keeps its explanations itself. */
export function explained<T extends { readonly explanations: Explanations }>(
  part: PartlyExplained<Omit<T, 'explanations'>>,
  path: string,
  depth: Depth,
): T {
  const explainer = new Explainer(depth);
  const value: Omit<T, 'explanations'> = explainer.read(part, path);
  return { ...value, explanations: explainer.explanations } as T;
}

/** A quantity of a part. Lists can be long, so a path is made for those elements only that have quantities. */
interface Found {
  readonly quantity: Quantity;
  readonly path: () => string;
}

function read(part: unknown, path: () => string, found: Found[]): unknown {
  if (part instanceof Quantity) {
    found.push({ quantity: part, path });
    return part.value;
  }
  if (Array.isArray(part)) {
    const nameOf = (each: unknown): string | undefined =>
      isRecord(each) ? ownName(part.filter(isRecord), each) : undefined;
    return part.map((each: unknown, index) => read(each, () => `${path()}.${nameOf(each) ?? index}`, found));
  }
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, each]) => [key, read(each, () => `${path()}.${key}`, found)]),
  );
}
