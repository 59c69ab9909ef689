import type { Machine } from '../../../catalog/rows';
import type { InterfacePlan } from './plan';

/** Network interfaces of an instance type, as `aws ec2 describe-instance-types` states them in `NetworkInfo`. */
export interface NetworkCards {
  /** `MaximumNetworkCards`. */
  readonly cards: number;
  /** `EfaInfo.MaximumEfaInterfaces`. */
  readonly efa: number;
  /** Whether card 0 supports EFA. It does not on p6-b300. @default true */
  readonly primaryCardEfa?: boolean;
}

/**
 * Returns the network interfaces of a node that uses EFA.
 *
 * Card 0, device 0 is the primary interface and carries IP, since an EFA-only interface cannot be primary. If card 0 supports
 * EFA, its device 1 is EFA-only. Every further card is EFA-only at device 0. Source: EC2 user guide, efa-acc-inst-types.
 */
export function efaInterfaces({ cards, efa, primaryCardEfa = true }: NetworkCards): InterfacePlan[] {
  if (efa === 0) return [];
  const primary: InterfacePlan[] = [{ card: 0, device: 0, type: 'interface' }];
  if (primaryCardEfa) primary.push({ card: 0, device: 1, type: 'efa-only' });
  const further = Array.from(
    { length: cards - 1 },
    (_, index): InterfacePlan => ({ card: index + 1, device: 0, type: 'efa-only' }),
  );
  return [...primary, ...further.slice(0, efa - (primary.length - 1))];
}

/** Returns the network interfaces of a node of a pool. Empty if it has one default interface. */
export const planInterfaces = ({ network }: Machine, fabric: string): InterfacePlan[] =>
  fabric !== 'efa' || network === null ? [] : efaInterfaces(network);
