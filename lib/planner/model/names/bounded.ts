import { createHash } from 'node:crypto';

/** Characters of a hash in a name: 32 bits. */
const HASH_LENGTH = 8;

/** Returns a hash in hexadecimal digits that changes with any of the parts, and with how a text is split into them. */
export const fingerprint = (parts: readonly string[], length: number = HASH_LENGTH): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, length);

/**
 * Joins name parts with dashes. A name longer than `max` characters is cut and ends with a hash of its parts, so that two
 * long names do not become the same one.
 */
export function boundedName(parts: readonly string[], max: number): string {
  const whole = parts.join('-');
  if (whole.length <= max) return whole;
  const hash = fingerprint(parts);
  return `${whole.slice(0, max - hash.length - 1).replace(/-+$/, '')}-${hash}`;
}

/** Longest names that Kubernetes allows: a label of DNS or the value of a label, and the name of most objects. */
export const KUBERNETES_LIMITS = { label: 63, object: 253 } as const;
