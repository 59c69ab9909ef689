import type { LibraryCheck } from '../../../../planner/model/check';
import type { LibraryFinding } from '../../../../planner/model/finding';
import { awsSites } from './aws-sites';

const GLOBAL_ACCELERATOR = 'global-accelerator';

/** Global Accelerator sends requests to load balancers of AWS only. */
export const frontDoor: LibraryCheck = {
  id: 'front-door',
  why: 'Global Accelerator has endpoints in AWS only, so a site elsewhere would get no requests',
  check(factory, { traffic }) {
    if (traffic?.frontDoor !== GLOBAL_ACCELERATOR) return [];
    const own = awsSites(factory).filter(({ spec }) => spec.entry.hostname === undefined);
    const targets = new Set(traffic.routes.flatMap((route) => route.targets.map(({ site }) => site)));
    return [...targets]
      .filter((site) => own.every(({ name }) => name !== site))
      .map(
        (site): LibraryFinding => ({
          code: 'front-door-outside-aws',
          severity: 'error',
          path: 'traffic.frontDoor',
          message: `Global Accelerator sends no requests to ${site}, which is reached by its host name and not by a load balancer of AWS; use route53`,
        }),
      );
  },
};
