import { DefaultTokenResolver, StringConcat, Token, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';
import { idOf, principalId } from './names';

/**
 * Returns a construct id for an address or ARN that may be a token. The id of a token is that of the attribute it refers to:
 * the text of a token differs between runs.
 */
export function idOfValue(scope: Construct, value: string): string {
  if (!Token.isUnresolved(value)) return principalId(value);
  const resolver = new DefaultTokenResolver(new StringConcat());
  return idOf(String(Tokenization.resolve(value, { scope, resolver, preparing: false })));
}
