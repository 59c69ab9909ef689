import { findRule, required } from '../../catalog/catalog';
import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';

/** What the declared use of a workload asks of the sites that run it. */
export const risk: LibraryCheck = {
  id: 'risk',
  why: 'Regulation (EU) 2024/1689: Art. 5 forbids some uses; Art. 19 and 26(6) keep logs of high-risk systems for at least six months',
  check({ spec, sites, workloads, catalog }, plan) {
    const findings: LibraryFinding[] = [];
    const minimumDays = required(findRule(catalog, 'high-risk-log-days')).value;
    for (const workload of workloads) {
      if (workload.spec.riskClass === 'prohibited') {
        findings.push({
          code: 'prohibited-use',
          severity: 'error',
          path: `${workload.path}.riskClass`,
          message: 'the declared use is prohibited by Art. 5; it is not synthesized',
        });
      }
      if (workload.spec.riskClass !== 'high') continue;
      const used = plan.workloads.find((each) => each.name === workload.name)?.sites ?? [];
      for (const { site: name } of used) {
        const site = sites.find((each) => each.name === name);
        const days = site?.facts.logRetentionDays ?? null;
        if (site !== undefined && days !== null && days < minimumDays) {
          findings.push({
            code: 'log-retention-too-short',
            severity: 'error',
            path: `${site.path}.logRetentionDays`,
            message: `logs are kept ${days} days, and ${workload.name} is declared high-risk, for which at least ${minimumDays} are kept; raise it`,
          });
        }
      }
      if (spec.observability.metricsRetentionDays < 30) {
        findings.push({
          code: 'metrics-retention-too-short',
          severity: 'warning',
          path: 'observability.metricsRetentionDays',
          message: `metrics are kept ${spec.observability.metricsRetentionDays} days; incidents of high-risk systems are often reported later than that: keep 30 or more`,
        });
      }
    }
    return findings;
  },
};
