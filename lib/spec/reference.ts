import { z } from 'zod';
import type { LibraryFinding } from '../planner/model/finding';
import { documentOf, schemasAt } from './schema-places';

/** Start of a text that refers to a value of Terraform, such as `ref:shared/aws_route53_zone.main.zone_id`. */
export const REFERENCE = 'ref:';

/** A reference whose address is not settled yet. */
export const PENDING_REFERENCE = `${REFERENCE}pending`;

const FORM = /^ref:[A-Za-z0-9_./[\]"(),: <>@*-]+$/;

const FORM_WORDS = 'use ref: and the address and attribute of a Terraform resource';

/** A value that Terraform knows only after it has run: its stack, address and attribute. The constructs put it there. */
const Reference = z.string().regex(FORM, FORM_WORDS);

/** Whether a value is a reference to a value of Terraform. */
export const isReference = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith(REFERENCE);

/**
 * Lets a text that passes through the plan untouched be a reference too: an ARN, an id, a tag, an address of a person.
 *
 * The planner never computes with such a value, and never looks into it.
 */
export const orReference = <T extends z.ZodType<string, string>>(schema: T) => z.union([schema, Reference]);

/** A reference that is refused, and why. */
export interface RefusedReference {
  readonly path: readonly PropertyKey[];
  readonly problem: { readonly code: LibraryFinding['code']; readonly message: string };
}

/** Why a reference is refused where the planner computes. */
export const notKnownYet = {
  code: 'known-after-apply',
  message: 'this value is known only after Terraform runs, and the plan is computed before; write the value itself',
} as const;

const malformed = { code: 'bad-format', message: FORM_WORDS } as const;

/** Returns the references of a factory in places whose value the planner needs, and those that are none. */
export function refusedReferences(schema: z.ZodType, value: unknown): readonly RefusedReference[] {
  const found: RefusedReference[] = [];
  const open = new Set<object>();
  const visit = (part: unknown, path: readonly PropertyKey[]): void => {
    if (isReference(part) && !takesReference(schema, path)) found.push({ path, problem: notKnownYet });
    else if (isReference(part) && !FORM.test(part)) found.push({ path, problem: malformed });
    if (typeof part !== 'object' || part === null || open.has(part)) return;
    open.add(part);
    for (const [key, inner] of Object.entries(part)) visit(inner, [...path, Array.isArray(part) ? Number(key) : key]);
    open.delete(part);
  };
  visit(value, []);
  return found;
}

const takesReference = (schema: z.ZodType, path: readonly PropertyKey[]): boolean =>
  schemasAt(documentOf(schema), path).some(({ pattern }) => pattern === FORM.source);
