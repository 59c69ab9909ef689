/** IPv4 address ranges: parse, split, compare. */
export interface Cidr {
  readonly base: number;
  readonly prefix: number;
}

/** Reads `10.0.0.0/16`; returns null where the text is no IPv4 range or has bits set beyond its prefix. */
export function parseCidr(text: string): Cidr | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return null;
  const octets = match.slice(1, 5).map(Number);
  const prefix = Number(match[5]);
  if (octets.some((octet) => octet > 255) || prefix > 32) return null;
  const base = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return base % size(prefix) === 0 ? { base, prefix } : null;
}

/** Writes a range as `10.0.0.0/16`. */
export function formatCidr({ base, prefix }: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}

/** Addresses in a range of this prefix length. */
export const size = (prefix: number): number => 2 ** (32 - prefix);

/** Whether two ranges share an address. */
export const overlaps = (a: Cidr, b: Cidr): boolean =>
  a.base < b.base + size(b.prefix) && b.base < a.base + size(a.prefix);

/** Sub-range number `index` of prefix length `prefix` inside `range`, or null where it does not fit. */
export function subnet(range: Cidr, prefix: number, index: number): Cidr | null {
  if (prefix < range.prefix || prefix > 32) return null;
  const base = range.base + index * size(prefix);
  return index >= 0 && base + size(prefix) <= range.base + size(range.prefix) ? { base, prefix } : null;
}
