import { isAfter } from '../../units/instant';
import type { Finding } from '../finding';
import type { Check } from './check';

/** A pool asks for its machine in a way in which that machine can be had. */
export const capacitySource: Check = {
  id: 'capacity-source',
  why: 'some machines are sold as capacity blocks only, and only managed node groups can use them',
  check({ sites }) {
    const findings: Finding[] = [];
    const report = (code: string, path: string, message: string, severity: Finding['severity'] = 'error') => {
      findings.push({ code, severity, path, message });
    };
    for (const site of sites) {
      for (const pool of site.pools) {
        const { capacity, machine, spec, path } = pool;
        if (site.spec.provider === 'aws' && !machine.purchase.includes(capacity.type)) {
          report(
            'capacity-not-offered',
            `${path}.capacity`,
            `${machine.id} is not offered as ${capacity.type}; use ${machine.purchase.join(' or ')}`,
          );
        }
        if (pool.manager !== 'existing' && !machine.managers.includes(pool.manager)) {
          report(
            'manager-not-possible',
            `${path}.manager`,
            `${machine.id} cannot be run by ${pool.manager}; use ${machine.managers.join(' or ')}`,
          );
        }
        if (capacity.type !== 'capacity-block') {
          if (spec.placementGroup && capacity.type === 'reservation' && capacity.reservationId !== null) {
            report(
              'placement-group-with-reservation',
              `${path}.placementGroup`,
              'a cluster placement group with a reservation that was made outside it gives InsufficientInstanceCapacity; make the reservation in the group, or leave the group out',
              'warning',
            );
          }
          continue;
        }
        if (capacity.reservationId === null && capacity.purchase === null) {
          report(
            'capacity-block-source',
            `${path}.capacity`,
            'neither id nor purchase is stated; give the id of a block that was bought, or a purchase',
          );
        }
        if (capacity.endsAt === null) {
          report(
            'capacity-block-end',
            `${path}.capacity.endsAt`,
            'no end is stated; nodes must leave 30 minutes before a block ends (60 for UltraServers): state when it ends',
          );
        } else if (capacity.startsAt !== null && !isAfter(capacity.endsAt, capacity.startsAt)) {
          report(
            'capacity-block-end',
            `${path}.capacity.endsAt`,
            `ends at ${capacity.endsAt}, not after its start ${capacity.startsAt}; correct the times`,
          );
        }
        if (spec.placementGroup) {
          report(
            'placement-group-with-block',
            `${path}.placementGroup`,
            'instances of a capacity block stand together already, and a placement group makes launches fail; leave it out',
          );
        }
        if (pool.manager === 'karpenter' && capacity.reservationId === null) {
          report(
            'manager-not-possible',
            `${path}.manager`,
            'a block that is bought on apply has no id for Karpenter to select; use managed',
          );
        }
      }
    }
    return findings;
  },
};
