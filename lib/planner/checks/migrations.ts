import type { Finding } from '../finding';
import { sorted } from '../steps/resolve';
import type { Check } from './check';

/** A migration names what is in the file, and stands in a phase that can be planned. */
export const migrations: Check = {
  id: 'migrations',
  why: 'a move that is planned keeps its workloads at the source; the phases after it are not planned yet and must not look as if they were',
  check({ spec }) {
    const findings: Finding[] = [];
    for (const [name, migration] of sorted(spec.migrations)) {
      const path = `migrations.${name}`;
      if (migration.phase !== 'planned') {
        findings.push({
          code: 'migration-phase-unsupported',
          severity: 'error',
          path: `${path}.phase`,
          message: `phase "${migration.phase}" is not planned by this version, which knows planned; set it back, or move the workload by its shares`,
        });
      }
      for (const [end, place] of [['from', migration.from] as const, ['to', migration.to] as const]) {
        if (spec.sites[place.site] === undefined) {
          findings.push({
            code: 'unknown-site',
            severity: 'error',
            path: `${path}.${end}.site`,
            message: `site "${place.site}" is not in the file, which has ${Object.keys(spec.sites).sort().join(', ')}; correct the name`,
          });
        }
      }
      migration.workloads.forEach((workload, index) => {
        if (spec.workloads[workload] !== undefined) return;
        findings.push({
          code: 'unknown-workload',
          severity: 'error',
          path: `${path}.workloads.${index}`,
          message: `workload "${workload}" is not in the file, which has ${Object.keys(spec.workloads).sort().join(', ') || 'none'}; correct the name`,
        });
      });
    }
    return findings;
  },
};
