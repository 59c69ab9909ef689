import { Token } from 'cdktf';
import { referenceOf } from '../../constructs/references';
import { idOf, principalId } from './rules/names';

/**
 * Returns a construct id for an address or ARN that may be a token. The id of a token is that of the reference by which a plan
 * states it: the text of a token differs between runs.
 */
export const idOfValue = (value: string): string =>
  Token.isUnresolved(value) ? idOf(referenceOf(value)) : principalId(value);
