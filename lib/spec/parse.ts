import { FactoryError } from '../errors';
import type { Finding, LibraryFinding } from '../planner/model/finding';
import { statedWithoutEffect } from './cloud-keys';
import type { CloudSchema } from './cloud-schema';
import { type FactorySpec, factorySchema } from './factory';
import { issueFindings, pathText, type Refused, valueAt } from './issues';
import { refusedReferences } from './reference';
import { withoutRefused } from './salvage';
import { unsafeParts } from './unsafe';
import { describeValue, type Written } from './words';

export type ReadFactory =
  | { readonly spec: FactorySpec }
  | {
      readonly findings: readonly Finding[];
      /** The factory without what was refused, where that is one: names in it can be looked up. */
      readonly rest: () => FactorySpec | undefined;
    };

/** How a factory is read. */
export interface ReadOptions {
  /** Clouds that the sites of the factory may be of. */
  readonly clouds: readonly CloudSchema[];
  /** How a value was written, for messages. @default - the value itself */
  readonly written?: Written;
}

/** Reads a factory from any value, with all problems at once. */
export function readFactory(input: unknown, { clouds, written }: ReadOptions): ReadFactory {
  const schema = factorySchema(clouds);
  const result = schema.safeParse(input, { reportInput: false });
  const refused: Refused = { input, schema, written };
  const expressions = unsafeParts(input).map((part) => ({ ...part, at: pathText(part.path) }));
  const references = refusedReferences(schema, input).map((part) => ({ ...part, at: pathText(part.path) }));
  const unrealized = statedWithoutEffect(input, clouds).map((part) => ({ ...part, at: pathText(part.path) }));
  const unsafe = [
    ...expressions,
    ...references.filter(({ at }) => !expressions.some((each) => each.at === at)),
    ...unrealized,
  ];
  // What is unsafe is wrong whatever else the schema says of it; and the schema drops keys that JavaScript reserves.
  const findings = [
    ...(result.success ? [] : issueFindings(result.error.issues, refused)).filter(
      (finding) => !unsafe.some(({ at }) => at === finding.path),
    ),
    ...unsafe.map(
      ({ path, at, problem }): LibraryFinding => ({
        code: problem.code,
        severity: 'error',
        path: at,
        message: `found ${describeValue(foundAt(input, path))}; ${problem.message}`,
      }),
    ),
  ];
  if (result.success && findings.length === 0) return { spec: result.data };
  return { findings, rest: () => (result.success ? undefined : withoutRefused(input, result.error.issues, schema)) };
}

/** The text or number at a path; its key, where the key is what was found. */
function foundAt(input: unknown, path: readonly PropertyKey[]): unknown {
  const value = valueAt(input, path);
  return typeof value === 'string' || typeof value === 'number' ? value : path.at(-1);
}

/**
 * Reads a factory from a typed object or any other value.
 *
 * @throws FactoryError with every problem
 */
export function parseFactory(input: unknown, options: Pick<ReadOptions, 'clouds'>): FactorySpec {
  const read = readFactory(input, options);
  if ('findings' in read) throw new FactoryError(read.findings);
  return read.spec;
}
