import type { LibraryCheck } from '../model/check';
import { compare, type LibraryFinding } from '../model/finding';
import type { ResolvedFactory } from '../model/resolved';

/** Boundaries with domain names at sites that cannot enforce names. */
export const egress: LibraryCheck = {
  id: 'egress',
  why: 'a list of names that a network cannot enforce is a promise that nobody keeps',
  check({ spec, sites }: ResolvedFactory): LibraryFinding[] {
    const used = [...new Set(Object.values(spec.tenants).flatMap((tenant) => tenant.boundary ?? []))].sort(compare);
    return used
      .filter((name) => (spec.boundaries[name]?.egressDomains.length ?? 0) > 0)
      .flatMap((name) =>
        sites.flatMap((site): LibraryFinding[] => {
          const reason = site.facts.egress.loss;
          return reason === null
            ? []
            : [
                {
                  code: 'egress-not-by-name',
                  severity: 'warning',
                  path: `boundaries.${name}.egressDomains`,
                  message: `egress by name is not enforced at ${site.name}: ${reason}`,
                },
              ];
        }),
      );
  },
};
