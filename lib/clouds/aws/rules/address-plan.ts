import { type Cidr, formatCidr, parseCidr, subnet } from '../../../units/cidr';

/** The subnets of one zone. */
export interface NetworkZone {
  /** Name of the zone, such as `eu-north-1a`. */
  readonly name: string;
  /** Large subnet for nodes and pods. */
  readonly privateCidr: string;
  /** Small subnet for the network interfaces of the control plane and of endpoints. */
  readonly systemCidr: string;
  /** Small subnet for NAT gateways and public load balancers. Null if the zone has none. */
  readonly publicCidr: string | null;
}

/** Zones that an address range is divided between at most. No AWS region has more. */
export const MAX_ZONES = 6;

/**
 * Divides an address range into eighths: one for each zone by its letter, and the last for system and public subnets.
 *
 * ```
 * | a | b | c | d | e | f |    | system and public subnets of all zones |
 * ```
 *
 * The subnets of a zone follow from the zone alone, so zones can be added, removed and listed in any order: no other subnet
 * changes.
 */
export function divideRange(range: Cidr, zones: readonly string[], withPublic: boolean): NetworkZone[] {
  const rest = subnet(range, range.prefix + 3, 7);
  const slots = slotsOf(zones);
  return zones.flatMap((name): NetworkZone[] => {
    const slot = slots.get(name);
    if (slot === undefined || rest === null) return [];
    const own = subnet(range, range.prefix + 3, slot);
    const system = subnet(rest, rest.prefix + 4, slot);
    const open = subnet(rest, rest.prefix + 4, 8 + slot);
    if (own === null || system === null || open === null) return [];
    return [
      {
        name,
        privateCidr: formatCidr(own),
        systemCidr: formatCidr(system),
        publicCidr: withPublic ? formatCidr(open) : null,
      },
    ];
  });
}

/** Place of a zone in an address range: by its letter, as in `eu-north-1a`, or by the number of its id, as in `eun1-az1`. */
function slotOf(zone: string): number | null {
  const letter = /^.*\d([a-f])$/.exec(zone)?.[1];
  if (letter !== undefined) return letter.charCodeAt(0) - 'a'.charCodeAt(0);
  const number = /-az([1-6])$/.exec(zone)?.[1];
  return number === undefined ? null : Number(number) - 1;
}

/** Places of all zones; one without a letter, or with the letter of another, has the first that is free. */
function slotsOf(zones: readonly string[]): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  const isFree = (slot: number): boolean => ![...slots.values()].includes(slot);
  for (const zone of zones) {
    const slot = slotOf(zone);
    if (slot !== null && isFree(slot)) slots.set(zone, slot);
  }
  for (const zone of zones) {
    const free = Array.from({ length: MAX_ZONES }, (_, slot) => slot).find(isFree);
    if (!slots.has(zone) && free !== undefined) slots.set(zone, free);
  }
  return slots;
}

/**
 * Returns the zones of a network with their subnets.
 *
 * @throws Error if the range cannot be divided between the zones
 */
export function zonesOf(
  addressRange: string,
  zones: readonly string[] | readonly NetworkZone[],
  withPublic: boolean,
): readonly NetworkZone[] {
  const names = zones.flatMap((zone) => (typeof zone === 'string' ? [zone] : []));
  const stated = zones.flatMap((zone) => (typeof zone === 'string' ? [] : [zone]));
  if (names.length === 0) return stated;
  const range = parseCidr(addressRange);
  if (range === null || range.prefix < 16 || range.prefix > 20) {
    throw new Error(
      `address range "${addressRange}" cannot be divided between zones; use a range such as 10.32.0.0/16 with a prefix length from 16 to 20, or give each zone its own ranges`,
    );
  }
  if (names.length > MAX_ZONES) {
    throw new Error(`${names.length} zones; an address range is divided between at most ${MAX_ZONES}`);
  }
  return divideRange(range, names, withPublic);
}
