import { z } from 'zod';

/** Start of a text that stands for a value of Terraform, such as `ref:shared/aws_route53_zone.main.zone_id`. */
export const REFERENCE = 'ref:';

/** A reference whose address is not settled yet. */
export const PENDING_REFERENCE = `${REFERENCE}pending`;

/** A value that Terraform knows only after it has run: its stack, address and attribute. */
export const Reference = z.string().regex(/^ref:[A-Za-z0-9_./[\]"(),: <>@*-]+$/);

export const isReference = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith(REFERENCE);
