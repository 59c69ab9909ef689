import { isAfter } from '../../units/instant';
import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';
import type { FindingCode } from '../model/finding-codes';

/** The machine of a pool is offered in the way that the pool obtains it. */
export const capacitySource: LibraryCheck = {
  id: 'capacity-source',
  why: 'some machines are sold as capacity blocks only, and a block has an id, a start and an end',
  isLocal: true,
  check({ sites }) {
    const findings: LibraryFinding[] = [];
    const report = (code: FindingCode, path: string, message: string) => {
      findings.push({ code, severity: 'error', path, message });
    };
    for (const site of sites) {
      for (const pool of site.pools) {
        const { capacity, machine, spec, path } = pool;
        if (site.facts.soldByRow && !machine.purchase.includes(capacity.type)) {
          report(
            'capacity-not-offered',
            `${path}.capacity`,
            `${machine.id} is not offered as ${capacity.type}; use ${machine.purchase.join(' or ')}`,
          );
        }
        if (pool.manager !== 'existing' && !machine.managers.includes(spec.manager)) {
          report(
            'manager-not-possible',
            `${path}.manager`,
            `${machine.id} cannot be run by ${spec.manager}; use ${machine.managers.join(' or ')}`,
          );
        }
        if (capacity.type !== 'capacity-block') continue;
        if (capacity.reservationId === null && capacity.purchase === null) {
          report(
            'capacity-block-source',
            `${path}.capacity`,
            'neither id nor purchase is stated; give the id of a block that was bought, or a purchase',
          );
        }
        if ((capacity.reservationId !== null || capacity.purchase === null) && capacity.endsAt === null) {
          report(
            'capacity-block-end',
            `${path}.capacity.endsAt`,
            'no end is stated; nodes must leave 30 minutes before a block ends (60 for UltraServers): state when it ends',
          );
        }
        if (capacity.endsAt !== null && capacity.startsAt !== null && !isAfter(capacity.endsAt, capacity.startsAt)) {
          report(
            'capacity-block-end',
            `${path}.capacity.endsAt`,
            `ends at ${capacity.endsAt}, not after its start ${capacity.startsAt}; correct the times`,
          );
        }
      }
    }
    return findings;
  },
};
