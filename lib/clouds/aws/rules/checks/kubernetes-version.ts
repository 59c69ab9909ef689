import type { LibraryCheck } from '../../../../planner/model/check';
import type { LibraryFinding } from '../../../../planner/model/finding';
import { daysBetween } from '../../../../units/instant';
import { substrateOf } from '../plan';
import { awsSites } from './aws-sites';

/** Days before the end of standard support from which an upgrade is recommended. */
const NOTICE_DAYS = 90;

/** A new cluster has a version under standard support; the date of the rows is taken as today. */
export const kubernetesVersion: LibraryCheck = {
  id: 'kubernetes-version',
  why: 'clusters are made with standard support only: one past its end cannot be created, and one near it is soon upgraded by AWS',
  check(factory, plan) {
    const findings: LibraryFinding[] = [];
    const { kubernetesSupport } = factory.catalog;
    for (const { name, path: site } of awsSites(factory)) {
      const planned = plan.sites.find((each) => each.name === name);
      const cluster = planned === undefined ? undefined : substrateOf(planned)?.cluster;
      // An existing cluster is not created, so it can have any version.
      if (cluster === undefined || 'existing' in cluster) continue;
      const { version } = cluster;
      const path = `${site}.cluster.version`;
      const row = kubernetesSupport.find((each) => each.minor === version);
      const supported = kubernetesSupport
        .filter(({ standardUntil, asOf }) => standardUntil === null || daysBetween(asOf, standardUntil) > NOTICE_DAYS)
        .map(({ minor }) => minor)
        .join(' or ');
      if (row === undefined) {
        findings.push({
          code: 'kubernetes-not-supported',
          severity: 'error',
          path,
          message: `EKS is not known to have kubernetes ${version}; use ${supported}, or add a row under catalog.kubernetesSupport`,
        });
        continue;
      }
      if (row.standardUntil === null) continue;
      const days = daysBetween(row.asOf, row.standardUntil);
      if (days > NOTICE_DAYS) continue;
      findings.push(
        days < 0
          ? {
              code: 'kubernetes-not-supported',
              severity: 'error',
              path,
              message: `kubernetes ${version} left standard support on ${row.standardUntil}, and clusters are made with standard support only; use ${supported}`,
            }
          : {
              code: 'kubernetes-support-ends',
              severity: 'warning',
              path,
              message: `kubernetes ${version} leaves standard support on ${row.standardUntil} and is then upgraded by AWS; use ${supported}`,
            },
      );
    }
    return findings;
  },
};
