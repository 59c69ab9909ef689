import type { ITenant } from './tenant';

/** Who a boundary lets traffic go to, or come from. */
export type Peer =
  | {
      /** A DNS name. */
      readonly kind: 'domain';
      /** The name, or `*.` and a name for all names below it. */
      readonly name: string;
    }
  | {
      /** An IPv4 range. */
      readonly kind: 'cidr';
      /** The range in CIDR notation. */
      readonly range: string;
    }
  | {
      /** A tenant of the factory. */
      readonly kind: 'tenant';
      /** The tenant whose pods are meant. */
      readonly tenant: ITenant;
    };

/** Makes the peers of a `SecurityBoundary`. */
export const Peer = {
  /** A DNS name, or all names below one, such as `*.example.com`; reached over TLS. */
  domain: (name: string): Peer => ({ kind: 'domain', name }),
  /** An IPv4 range, such as `10.96.0.0/16`. */
  cidr: (range: string): Peer => ({ kind: 'cidr', range }),
  /** The pods of another tenant of the factory. */
  tenant: (tenant: ITenant): Peer => ({ kind: 'tenant', tenant }),
} as const;
