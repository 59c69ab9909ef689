import type { LibraryCheck } from '../../../../planner/model/check';
import type { LibraryFinding } from '../../../../planner/model/finding';
import { siteStackName } from '../../../../planner/model/names';
import { isIsolated } from '../site';
import { awsSites } from './aws-sites';

/** Somebody, and Terraform, can reach the API of a new cluster, and its nodes can pull images. */
export const access: LibraryCheck = {
  id: 'access',
  why: 'the creator of a cluster gets no rights by itself, and a network without a way out pulls nothing from public registries',
  isLocal: true,
  check(factory) {
    const findings: LibraryFinding[] = [];
    for (const { name, path, spec } of awsSites(factory)) {
      // Who administers an existing cluster is decided there.
      if (spec.cluster.existing === undefined && spec.cluster.admins.length === 0) {
        findings.push({
          code: 'cluster-admins-missing',
          severity: 'error',
          path: `${path}.cluster.admins`,
          message:
            'no principal may administer the cluster, and its creator gets no rights by itself; add the ARN of the role that deploys',
        });
      }
      for (const cidr of spec.cluster.publicCidrs ?? []) {
        if (cidr.endsWith('/0')) {
          findings.push({
            code: 'public-api',
            severity: 'error',
            path: `${path}.cluster.publicCidrs`,
            message: `${cidr} opens the API to the world; name the ranges that may reach it`,
          });
        }
      }
      const { publicCidrs = [], privateCidrs = [] } = spec.cluster;
      const { existing } = spec.cluster;
      if (
        existing === undefined &&
        publicCidrs.length === 0 &&
        privateCidrs.length === 0 &&
        spec.access === undefined
      ) {
        const stacks = (['platform', 'workloads'] as const)
          .map((kind) => siteStackName(factory.spec.name, name, kind))
          .join(' and ');
        findings.push({
          code: 'private-api',
          severity: 'warning',
          path: `${path}.cluster`,
          message: `the API of the cluster answers at private addresses, to its nodes only, so Terraform cannot apply ${stacks}; set cluster.privateCidrs to the ranges of your runners or VPN, cluster.publicCidrs to public ranges that may reach it, or access.context to a kubeconfig context that leads through a tunnel; see docs/first-deploy.md`,
        });
      }
      if (isIsolated(spec)) {
        findings.push({
          code: 'no-way-out',
          severity: 'warning',
          path: spec.network.existing === undefined ? `${path}.network.nat` : `${path}.network.existing.isolated`,
          message:
            'no way out of the network: every image must come from a registry in the account; set components.<id>.repository to mirrors, or give the network NAT gateways',
        });
      }
    }
    return findings;
  },
};
