import type { FactorySpec } from '../../spec/factory';
import { compare } from '../model/finding';
import { tenantNamespace } from '../model/names';
import type { ResolvedFactory } from '../model/resolved';

/** Namespace of a tenant. */
export const namespaceOf = (spec: FactorySpec, tenant: string): string =>
  tenantNamespace(spec.name, tenant, spec.tenants[tenant]?.namespace);

/** Tenants that are stated, and those that only a workload names; in name order. */
export function tenantNames({ spec }: ResolvedFactory): string[] {
  const named = Object.values(spec.workloads).map((workload) => workload.tenant);
  return [...new Set([...Object.keys(spec.tenants), ...named])].sort(compare);
}

/** Namespaces of all tenants. */
export const tenantNamespaces = (factory: ResolvedFactory): string[] =>
  [...new Set(tenantNames(factory).map((tenant) => namespaceOf(factory.spec, tenant)))].sort(compare);
