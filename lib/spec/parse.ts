import { FactoryError } from '../errors';
import type { Finding } from '../planner/finding';
import { FactorySpec } from './factory';
import { issueFindings } from './issues';

/** Reads a factory from any value, with all problems at once. */
export function readFactory(
  input: unknown,
): { readonly spec: FactorySpec } | { readonly findings: readonly Finding[] } {
  const result = FactorySpec.safeParse(input, { reportInput: false });
  return result.success ? { spec: result.data } : { findings: issueFindings(result.error.issues, input, FactorySpec) };
}

/**
 * Reads a factory from a typed object or any other value.
 *
 * @throws FactoryError with every problem
 */
export function parseFactory(input: unknown): FactorySpec {
  const read = readFactory(input);
  if ('findings' in read) throw new FactoryError(read.findings);
  return read.spec;
}
