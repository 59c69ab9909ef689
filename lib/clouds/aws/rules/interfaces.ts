import type { Machine } from '../../../catalog/rows';
import type { InterfacePlan } from './plan';

/**
 * Network interfaces of a node that uses EFA.
 *
 * Card 0, device 0 is the primary interface and carries IP (an EFA-only interface cannot be primary). Where card 0
 * supports EFA, its device 1 is EFA-only; every further card is EFA-only at device 0. Source: EC2 user guide,
 * efa-acc-inst-types.
 */
export function planInterfaces(machine: Machine, fabric: string): InterfacePlan[] {
  const network = machine.network;
  if (fabric !== 'efa' || network === null || network.efa === 0) return [];
  const primary: InterfacePlan[] = [{ card: 0, device: 0, type: 'interface' }];
  if (network.primaryCardEfa) primary.push({ card: 0, device: 1, type: 'efa-only' });
  const further = Array.from(
    { length: network.cards - 1 },
    (_, index): InterfacePlan => ({ card: index + 1, device: 0, type: 'efa-only' }),
  );
  return [...primary, ...further.slice(0, network.efa - (primary.length - 1))];
}
