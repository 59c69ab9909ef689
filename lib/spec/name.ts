import { z } from 'zod';
import { parseCidr } from '../units/cidr';

/** Name of a site, pool, workload, …: becomes part of cloud and Kubernetes names, hence short and lower case. */
export const Name = z
  .string()
  .regex(
    /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/,
    'use 1 to 30 lower-case letters, digits and dashes, starting with a letter',
  );
export type Name = z.infer<typeof Name>;

/** IPv4 range such as `10.0.0.0/16`. */
export const CidrRange = z
  .string()
  .refine(
    (text) => parseCidr(text) !== null,
    'use an IPv4 range such as 10.0.0.0/16, with no bits set after the prefix',
  );

/** A share of a whole, from 0 to 1. */
export const Share = z.number().min(0).max(1);

/** A point in time with its offset, such as `2027-03-01T11:30:00Z`. */
export const Instant = z.iso.datetime({ offset: true });

export const Email = z.email();
