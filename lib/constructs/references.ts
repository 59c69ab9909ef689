import { DefaultTokenResolver, StringConcat, TerraformStack, Token, Tokenization } from 'cdktf';
import { RootConstruct } from 'constructs';
import { PENDING_REFERENCE, REFERENCE } from '../spec/reference';

/** Characters that the schema does not take in a reference. */
const UNSAFE = /[^A-Za-z0-9_./[\]"(),: <>@*-]/g;

/**
 * Values that Terraform knows only after it has run, such as the id of a hosted zone of the same app.
 *
 * A spec and a plan are plain JSON, so a token is written there as a stable reference: the stack, address and attribute of
 * what it names. The token is put back when the stacks are filled.
 */
export class References {
  private readonly tokens = new Map<string, string>();

  /** Returns the value with every token in its texts replaced by its reference. */
  public render<T>(value: T): T {
    return mapTexts(value, (text) => (Token.isUnresolved(text) ? this.remember(text) : text));
  }

  /** Returns the value with every reference in its texts replaced by its token. */
  public restore<T>(value: T): T {
    if (this.tokens.size === 0) return value;
    // The longest first: one reference can be the start of another.
    const known = [...this.tokens].sort(([a], [b]) => b.length - a.length);
    return mapTexts(value, (text) =>
      text.includes(REFERENCE)
        ? known.reduce((restored, [reference, token]) => restored.split(reference).join(token), text)
        : text,
    );
  }

  private remember(text: string): string {
    const reference = referenceOf(text);
    this.tokens.set(reference, text);
    return reference;
  }
}

/** Returns the reference of a text with tokens: the stack, address and attribute of what it names. It is the same in every run. */
export function referenceOf(text: string): string {
  const stacks = [...new Set(Tokenization.reverseString(text).tokens.flatMap(originOf))];
  const resolved = String(
    Tokenization.resolve(text, {
      // In a stack of no app tokens keep the address that they have in their own stack.
      scope: new TerraformStack(new RootConstruct(), 'references'),
      preparing: false,
      resolver: new DefaultTokenResolver(new StringConcat()),
    }),
  );
  const address = resolved.replace(/\$\{([^}]*)\}/g, '$1').replace(UNSAFE, '_');
  return `${REFERENCE}${[...stacks, address].join('/')}`;
}

/** Returns the value with every token replaced by one that stands for any: what a schema can check before addresses settle. */
export const withPendingReferences = <T>(value: T): T =>
  mapTexts(value, (text) => (Token.isUnresolved(text) ? PENDING_REFERENCE : text));

/** Id of the stack that a token's value comes from; none for a function over several. */
const originOf = (token: object): string[] =>
  'originStack' in token && TerraformStack.isStack(token.originStack) ? [token.originStack.node.id] : [];

/** Maps every text in plain data; everything else stays the same value. */
function mapTexts<T>(value: T, map: (text: string) => string): T;
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((each: unknown) => mapTexts(each, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, map)]));
}
