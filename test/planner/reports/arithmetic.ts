import type { Explanation } from '../../../lib/planner/model/quantity';

/** Functions that formulas of explanations use; whole numbers are found past the last bit. */
const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  min: Math.min,
  max: Math.max,
  ceil: (value = Number.NaN) => Math.ceil(value - 1e-9),
  floor: (value = Number.NaN) => Math.floor(value + 1e-9),
  round: (value = Number.NaN, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits,
};

type Token = { readonly number: number } | { readonly sign: string };

/**
 * Reckons a formula over its terms: `+ - x / ^`, parentheses and the functions above.
 *
 * @returns null where the formula is words, as that of the serving model
 */
export function arithmetic({ formula, terms }: Pick<Explanation, 'formula' | 'terms'>): number | null {
  const tokens = tokensOf(formula, new Map(terms.map((term) => [term.name, term.value])));
  return tokens === null ? null : new Reckoner(tokens).all();
}

function tokensOf(formula: string, values: ReadonlyMap<string, number>): Token[] | null {
  // The longest name first: `nodes of h200` is not `nodes`.
  const names = [...values.keys()].sort((a, b) => b.length - a.length);
  const tokens: Token[] = [];
  let rest = formula.trimStart();
  while (rest !== '') {
    const name = names.find((each) => rest.startsWith(each) && !/^[\w.-]*\w/.test(rest.slice(each.length)));
    const text = name ?? /^(\d+(\.\d+)?|(min|max|ceil|floor|round)(?=\()|x(?= )|[-+/^(),])/.exec(rest)?.[0];
    if (text === undefined) return null;
    const value = name === undefined ? Number(text) : values.get(name);
    tokens.push(value === undefined || Number.isNaN(value) ? { sign: text } : { number: value });
    rest = rest.slice(text.length).trimStart();
  }
  return tokens;
}

class Reckoner {
  #at = 0;

  constructor(readonly tokens: readonly Token[]) {}

  all(): number | null {
    const value = this.#sum();
    return this.#at === this.tokens.length && !Number.isNaN(value) ? value : null;
  }

  #takes(...signs: string[]): string | null {
    const token = this.tokens[this.#at];
    if (token === undefined || !('sign' in token) || !signs.includes(token.sign)) return null;
    this.#at += 1;
    return token.sign;
  }

  #sum(): number {
    let value = this.#product();
    for (let sign = this.#takes('+', '-'); sign !== null; sign = this.#takes('+', '-')) {
      value = sign === '+' ? value + this.#product() : value - this.#product();
    }
    return value;
  }

  #product(): number {
    let value = this.#power();
    for (let sign = this.#takes('x', '/'); sign !== null; sign = this.#takes('x', '/')) {
      value = sign === 'x' ? value * this.#power() : value / this.#power();
    }
    return value;
  }

  #power(): number {
    const value = this.#value();
    return this.#takes('^') === null ? value : value ** this.#value();
  }

  #value(): number {
    const call = this.#takes(...Object.keys(functions));
    const of = call === null ? undefined : functions[call];
    if (this.#takes('(') !== null) {
      const values = [this.#sum()];
      while (this.#takes(',') !== null) values.push(this.#sum());
      if (this.#takes(')') === null) return Number.NaN;
      return of === undefined ? (values[0] ?? Number.NaN) : of(...values);
    }
    const token = this.tokens[this.#at];
    if (token === undefined || !('number' in token)) return Number.NaN;
    this.#at += 1;
    return token.number;
  }
}
