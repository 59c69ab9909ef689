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

  /** Returns the value with every token replaced by its reference, whatever its type: a text, a number or a list. */
  public render<T>(value: T): T {
    return mapTokens(value, (token) => {
      const reference = referenceOf(token);
      if (typeof token === 'string') this.tokens.set(reference, token);
      return reference;
    });
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
}

/** Returns the reference of a value with tokens: the stack, address and attribute of what it names. It is the same in every run. */
export function referenceOf(value: unknown): string {
  const stacks = [...new Set(Tokenization.reverse(value).flatMap(originOf))];
  const resolved = String(
    Tokenization.resolve(value, {
      // In a stack of no app tokens keep the address that they have in their own stack.
      scope: new TerraformStack(new RootConstruct(), 'references'),
      preparing: false,
      resolver: new DefaultTokenResolver(new StringConcat()),
    }),
  );
  const address = resolved.replace(/\$\{([^}]*)\}/g, '$1').replace(UNSAFE, '_');
  return `${REFERENCE}${[...stacks, address].join('/')}`;
}

/** Returns a message with its references written as Terraform writes them: `${var.context} of stack shared`. */
export const withShownReferences = (message: string): string =>
  message.replace(QUOTED, (_, stack: string | undefined, address: string) =>
    stack === undefined ? `\${${address}}` : `\${${address}} of stack ${stack}`,
  );

const QUOTED = new RegExp(`"${REFERENCE}(?:([A-Za-z0-9_-]+)/)?([^"]+)"`, 'g');

/** Returns the value with every token replaced by one that stands for any: what a schema can check before addresses settle. */
export const withPendingReferences = <T>(value: T): T => mapTokens(value, () => PENDING_REFERENCE);

/** Id of the stack that a token's value comes from; none for a function over several. */
const originOf = (token: unknown): string[] =>
  typeof token === 'object' && token !== null && 'originStack' in token && TerraformStack.isStack(token.originStack)
    ? [token.originStack.node.id]
    : [];

/** Maps every text in plain data; everything else stays the same value. */
function mapTexts<T>(value: T, map: (text: string) => string): T;
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((each: unknown) => mapTexts(each, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, map)]));
}

/** Maps every token in plain data to a text: encoded texts, numbers and lists, and objects that resolve. */
function mapTokens<T>(value: T, map: (token: unknown) => string): T;
function mapTokens(value: unknown, map: (token: unknown) => string): unknown {
  if (Token.isUnresolved(value)) return map(value);
  if (Array.isArray(value)) return value.map((each: unknown) => mapTokens(each, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTokens(each, map)]));
}
