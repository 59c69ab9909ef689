import { compare, type Finding } from '../finding';
import type { ResolvedFactory, ResolvedSite } from '../resolved';
import type { Check } from './check';

/** Why a list of names is not held by the network policies of a site; null: it is, or the resolver of its network holds it. */
function loss({ name, spec }: ResolvedSite): string | null {
  if (spec.provider === 'aws') {
    return spec.network.allowedDomains === undefined
      ? `the policies of the VPC CNI know names on nodes of EKS Auto Mode only, and the nodes of ${name} are not; state sites.${name}.network.allowedDomains, so that no other name resolves in the network`
      : null;
  }
  return spec.egress === 'cilium'
    ? null
    : `the network policies of ${name} know addresses only, so the names stay closed; state sites.${name}.egress cilium, or open ranges with egressCidrs`;
}

/** Boundaries that name domains are told where names are not enforced. */
export const egress: Check = {
  id: 'egress',
  why: 'a list of names that a network cannot enforce is a promise that nobody keeps',
  check({ spec, sites }: ResolvedFactory): Finding[] {
    const used = [...new Set(Object.values(spec.tenants).flatMap((tenant) => tenant.boundary ?? []))].sort(compare);
    return used
      .filter((name) => (spec.boundaries[name]?.egressDomains.length ?? 0) > 0)
      .flatMap((name) =>
        sites.flatMap((site): Finding[] => {
          const reason = loss(site);
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
