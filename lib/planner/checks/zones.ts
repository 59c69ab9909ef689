import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';
import { NO_FABRIC } from '../resolve/fabric';

/** Zones of pools: inside the site, one if the fabric or a reservation needs it. Sites whose zones are not known are left out. */
export const poolZones: LibraryCheck = {
  id: 'pool-zones',
  why: 'a fabric does not cross zones, and a reservation can only be launched in the zone it was made in',
  isLocal: true,
  check({ sites }, plan) {
    const findings: LibraryFinding[] = [];
    for (const site of sites) {
      if (site.facts.defaultZones === 0) continue;
      for (const pool of site.pools) {
        const path = `${pool.path}.zones`;
        pool.spec.zones?.forEach((zone, index) => {
          if (site.zones.includes(zone)) return;
          findings.push({
            code: pool.capacity.type === 'capacity-block' ? 'capacity-block-zone' : 'zone-not-in-site',
            severity: 'error',
            path: `${path}.${index}`,
            message: `zone "${zone}" is not one of the site's zones ${site.zones.join(', ')}; use one of them or add it to ${site.path}.zones`,
          });
        });
        const planned = plan.sites
          .find((each) => each.name === site.name)
          ?.pools.find((each) => each.name === pool.name);
        const stated = pool.spec.zones ?? [];
        if (planned !== undefined && planned.fabric !== NO_FABRIC && stated.length > 1) {
          findings.push({
            code: 'fabric-over-zones',
            severity: 'error',
            path,
            message: `${stated.length} zones (${stated.join(', ')}) with fabric ${planned.fabric}, which works inside one zone; name one zone, or make a pool for each`,
          });
        }
        const named = pool.capacity.type === 'capacity-block' || pool.capacity.type === 'reservation';
        if (named && stated.length !== 1) {
          findings.push({
            code: 'capacity-needs-one-zone',
            severity: 'error',
            path,
            message: `${stated.length} zones are stated for a ${pool.capacity.type}, which lies in one; name the zone of the reservation`,
          });
        }
      }
    }
    return findings;
  },
};
