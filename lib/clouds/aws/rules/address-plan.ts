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
 * Divides an address range between zones:
 *
 * ```
 * up to 3 zones: | zone a | zone b | zone c | rest |   each a quarter; the rest holds system and public subnets
 * up to 6 zones: | a | b | c | d | e | f |    | rest |   each an eighth
 * ```
 *
 * The subnets of a zone depend on its position, so zones can be appended up to the third and up to the sixth.
 */
export function divideRange(range: Cidr, zones: readonly string[], withPublic: boolean): NetworkZone[] {
  const split = zones.length <= 3 ? 2 : 3;
  const rest = subnet(range, range.prefix + split, 2 ** split - 1);
  return zones.flatMap((name, index): NetworkZone[] => {
    const own = subnet(range, range.prefix + split, index);
    const system = rest === null ? null : subnet(rest, rest.prefix + 4, index);
    const open = rest === null ? null : subnet(rest, rest.prefix + 4, 8 + index);
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
