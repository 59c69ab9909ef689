import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';

/** The front door needs the address of every site that it sends requests to. */
export const entries: LibraryCheck = {
  id: 'entries',
  why: 'a front door can send requests only to an address that it knows',
  check(_, { traffic }) {
    if (traffic === null) return [];
    // The gateway of a site reaches its own servers by their services, and every other site by its host name.
    const isKnown = (target: (typeof traffic.routes)[number]['targets'][number]): boolean =>
      target.hostname !== null ||
      (traffic.site === null
        ? target.balancerName !== null && target.provider === traffic.provider
        : target.site === traffic.site);
    const sites = [
      ...new Set(
        traffic.routes.flatMap(({ targets }) => targets.filter((each) => !isKnown(each))).map(({ site }) => site),
      ),
    ];
    return sites.map((site): LibraryFinding => {
      const workloads = traffic.routes.filter(({ targets }) => targets.some((target) => target.site === site));
      return {
        code: 'entry-without-hostname',
        severity: 'error',
        path: `sites.${site}.entry.hostname`,
        message: `the front door ${traffic.frontDoor} sends requests for ${workloads.map(({ workload }) => workload).join(', ')} to ${site}, whose address it does not know; state the DNS name at which the gateway of ${site} answers`,
      };
    });
  },
};
