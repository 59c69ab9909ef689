import { InternalError } from '../../errors';

/**
 * Returns a value that is always there.
 *
 * @param what - name of the value, for the error
 * @throws InternalError if it is missing
 */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new InternalError(`no ${what}`);
  return value;
}
