import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';
import { meanings, poolReferences } from '../model/pool-reference';
import { sorted } from '../model/sorted';
import { statedQueries } from '../resolve/stated-queries';
import { tenantNames } from '../resolve/tenants';
import { notDefined } from './not-defined';

/** Parts of a factory that others name. */
type Part = 'boundary' | 'feed' | 'queue' | 'site' | 'tenant' | 'workload';

/** Checks that names which one part of the factory uses are defined in another. */
export const references: LibraryCheck = {
  id: 'references',
  why: 'a name that leads nowhere silently drops the limit, queue or site that it meant',
  isLocal: true,
  check(factory) {
    const { spec } = factory;
    const findings: LibraryFinding[] = [];
    const known = (kind: Part, names: readonly string[], name: string, path: string) => {
      if (names.includes(name)) return;
      findings.push({
        code: `unknown-${kind}`,
        severity: 'error',
        path,
        message: notDefined(kind, name, names),
      });
    };
    const sites = Object.keys(spec.sites);
    const tenants = Object.keys(spec.tenants);
    const queues = Object.keys(spec.queues);
    const pool = (reference: string, path: string) => {
      const meant = meanings(spec, reference);
      if (meant.length === 1) return;
      findings.push(
        meant.length === 0
          ? {
              code: 'unknown-pool',
              severity: 'error',
              path,
              message: `no pool "${reference}"; the sites have ${poolReferences(spec).join(', ') || 'none'}; correct the name or add the pool to a site`,
            }
          : {
              code: 'ambiguous-pool',
              severity: 'error',
              path,
              message: `several sites have a pool "${reference}"; use one or more of ${meant.join(', ')}`,
            },
      );
    };
    for (const [name, workload] of sorted(spec.workloads)) {
      const path = `workloads.${name}`;
      if (tenants.length > 0) known('tenant', tenants, workload.tenant, `${path}.tenant`);
      workload.sites?.forEach((site, index) => {
        known('site', sites, site, `${path}.sites.${index}`);
      });
      workload.pools?.forEach((reference, index) => {
        pool(reference, `${path}.pools.${index}`);
      });
      for (const site of Object.keys(workload.shares ?? {})) known('site', sites, site, `${path}.shares.${site}`);
      if (workload.queue !== undefined) {
        known('queue', queues, workload.queue, `${path}.queue`);
        const queue = spec.queues[workload.queue];
        if (queue !== undefined && !queue.tenants.includes(workload.tenant)) {
          findings.push({
            code: 'tenant-not-in-queue',
            severity: 'error',
            path: `${path}.queue`,
            message: `queue ${workload.queue} admits ${queue.tenants.join(', ')} and not ${workload.tenant}; add the tenant to the queue or name another`,
          });
        }
      }
    }
    for (const [name, queue] of sorted(spec.queues)) {
      if (tenants.length > 0)
        queue.tenants.forEach((tenant, index) => {
          known('tenant', tenants, tenant, `queues.${name}.tenants.${index}`);
        });
      queue.pools?.forEach((reference, index) => {
        pool(reference, `queues.${name}.pools.${index}`);
      });
    }
    for (const [name, tenant] of sorted(spec.tenants)) {
      if (tenant.boundary !== undefined)
        known('boundary', Object.keys(spec.boundaries), tenant.boundary, `tenants.${name}.boundary`);
    }
    for (const [name, boundary] of sorted(spec.boundaries)) {
      for (const key of ['egressTenants', 'ingressTenants'] as const) {
        boundary[key].forEach((tenant, index) => {
          known('tenant', tenantNames(factory), tenant, `boundaries.${name}.${key}.${index}`);
        });
      }
    }
    if (spec.traffic?.site !== undefined) known('site', sites, spec.traffic.site, 'traffic.site');
    for (const [name, site] of sorted(spec.sites)) {
      for (const { path, query } of statedQueries(name, site)) {
        if (query.workload === undefined) continue;
        const workloads = Object.keys(spec.workloads).sort();
        known('workload', workloads, query.workload, `${path}.workload`);
      }
      for (const [poolName, poolSpec] of sorted(site.pools)) {
        if (poolSpec.feed !== undefined)
          known('feed', Object.keys(site.power?.feeds ?? {}), poolSpec.feed, `sites.${name}.pools.${poolName}.feed`);
      }
    }
    return findings;
  },
};
