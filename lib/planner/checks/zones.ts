import type { Finding } from '../finding';
import type { Check } from './check';

/** Zones of pools: inside the site, one where the fabric or a capacity block needs it. */
export const poolZones: Check = {
  id: 'pool-zones',
  why: 'EFA traffic does not cross zones, and a capacity block can only be launched in the zone it was bought in',
  check({ sites }, plan) {
    const findings: Finding[] = [];
    for (const site of sites) {
      if (site.spec.provider !== 'aws') continue;
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
        if (planned?.fabric === 'efa' && stated.length > 1) {
          findings.push({
            code: 'efa-over-zones',
            severity: 'error',
            path,
            message: `${stated.length} zones (${stated.join(', ')}) with fabric efa, which works inside one zone; name one zone, or make a pool for each`,
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
