import { findWeightSource } from '../../catalog/catalog';
import type { Catalog } from '../../catalog/rows';
import { compare } from '../model/finding';
import type { ServingPlan, TenantPlan } from '../model/plan';
import type { ResolvedFactory } from '../model/resolved';
import { namespaceOf, tenantNames } from '../resolve/tenants';

/** Every tenant has a namespace at every site, so that a workload can move without anything new being granted. */
export function planTenants(factory: ResolvedFactory, serving: readonly ServingPlan[]): TenantPlan[] {
  const paths = tenantPaths(factory);
  return tenantNames(factory).map((name) => {
    const tenant = factory.spec.tenants[name];
    const boundary = boundaryOf(factory, name);
    return {
      name,
      owner: tenant?.owner ?? factory.spec.owner,
      namespace: namespaceOf(factory.spec, name),
      acceleratorQuota: tenant?.maxAccelerators ?? null,
      loaderDomains: loaderDomains(
        factory.catalog,
        serving.filter((each) => each.tenant === name),
      ),
      boundary: {
        name: tenant?.boundary ?? 'closed',
        egressDomains: [...(boundary?.egressDomains ?? [])].sort(compare),
        egressCidrs: [...(boundary?.egressCidrs ?? [])].sort(compare),
        egressNamespaces: namespacesOf(
          factory,
          paths.filter(({ from }) => from === name).map(({ to }) => to),
        ),
        ingressNamespaces: namespacesOf(
          factory,
          paths.filter(({ to }) => to === name).map(({ from }) => from),
        ),
        podSecurity: boundary?.podSecurity ?? 'restricted',
      },
    };
  });
}

interface TenantPath {
  readonly from: string;
  readonly to: string;
}

/**
 * Pairs of tenants of which one may reach the other. A path opens both of its ends, whichever of the two boundaries states it:
 * a tenant whose egress is open to another would find the namespace there closed.
 */
function tenantPaths(factory: ResolvedFactory): readonly TenantPath[] {
  const names = tenantNames(factory);
  return names.flatMap((name): TenantPath[] => {
    const { egressTenants = [], ingressTenants = [] } = boundaryOf(factory, name) ?? {};
    return [
      ...egressTenants.map((to) => ({ from: name, to })),
      ...ingressTenants.map((from) => ({ from, to: name })),
    ].filter(({ from, to }) => names.includes(from) && names.includes(to));
  });
}

function boundaryOf({ spec }: ResolvedFactory, tenant: string) {
  const name = spec.tenants[tenant]?.boundary;
  return name === undefined ? undefined : spec.boundaries[name];
}

const namespacesOf = ({ spec }: ResolvedFactory, tenants: readonly string[]): string[] =>
  [...new Set(tenants.map((tenant) => namespaceOf(spec, tenant)))].sort(compare);

/** Names that the loaders of servings ask for. */
function loaderDomains(catalog: Catalog, serving: readonly ServingPlan[]): string[] {
  const domains = serving.flatMap(({ weightsSource }) => {
    const found = findWeightSource(catalog, weightsSource);
    return 'row' in found ? found.row.domains : [];
  });
  return [...new Set(domains)].sort(compare);
}
