import { weightSources } from '../../catalog/weight-sources';
import { compare } from '../finding';
import type { ServingPlan, TenantPlan } from '../plan';
import type { ResolvedFactory } from '../resolved';
import { namespaceOf } from './queues';

/** Tenants that are stated, and those that only a workload names; in name order. */
export function tenantNames({ spec }: ResolvedFactory): string[] {
  const named = Object.values(spec.workloads).map((workload) => workload.tenant);
  return [...new Set([...Object.keys(spec.tenants), ...named])].sort(compare);
}

/** Namespaces of all tenants. */
export const tenantNamespaces = (factory: ResolvedFactory): string[] =>
  [...new Set(tenantNames(factory).map((tenant) => namespaceOf(factory.spec, tenant)))].sort(compare);

/** Every tenant has a namespace at every site, so that a workload can move without anything new being granted. */
export function planTenants(factory: ResolvedFactory, serving: readonly ServingPlan[]): TenantPlan[] {
  return tenantNames(factory).map((name) => {
    const tenant = factory.spec.tenants[name];
    const boundary = tenant?.boundary === undefined ? undefined : factory.spec.boundaries[tenant.boundary];
    return {
      name,
      owner: tenant?.owner ?? factory.spec.owner,
      namespace: namespaceOf(factory.spec, name),
      acceleratorQuota: tenant?.maxAccelerators ?? null,
      loaderDomains: loaderDomains(serving.filter((each) => each.tenant === name)),
      boundary: {
        name: tenant?.boundary ?? 'closed',
        egressDomains: [...(boundary?.egressDomains ?? [])].sort(compare),
        egressCidrs: [...(boundary?.egressCidrs ?? [])].sort(compare),
        podSecurity: boundary?.podSecurity ?? 'restricted',
      },
    };
  });
}

/** Names that the loaders of servings ask for. */
function loaderDomains(serving: readonly ServingPlan[]): string[] {
  const schemes = new Set(serving.map(({ weightsSource }) => weightsSource.split('://')[0]));
  return weightSources
    .filter(({ scheme }) => schemes.has(scheme))
    .flatMap(({ domains }) => domains)
    .sort(compare);
}
