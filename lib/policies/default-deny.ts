import { siteStackName } from '../planner/model/names';
import { type LibraryPolicy, type ManifestView, manifestsOf, violation } from './policy';
import { listAt, objectAt, textAt } from './terraform-json';

const id = 'default-deny';

/** A network policy of every pod of its namespace that allows nothing in either direction. */
function deniesAll({ manifest }: ManifestView): boolean {
  const spec = objectAt(manifest, 'spec');
  const types = listAt(spec, 'policyTypes');
  return (
    textAt(manifest, 'kind') === 'NetworkPolicy' &&
    // Empty selects every pod; a selector that is left out is refused by the API.
    spec['podSelector'] !== undefined &&
    Object.keys(objectAt(spec, 'podSelector')).length === 0 &&
    types.includes('Ingress') &&
    types.includes('Egress') &&
    listAt(spec, 'ingress').length === 0 &&
    listAt(spec, 'egress').length === 0
  );
}

/** Each tenant's namespace starts closed, at every site. */
export const defaultDeny: LibraryPolicy = {
  id,
  description:
    'Each tenant namespace has a network policy that allows nothing, so that what is allowed is stated: tenants share nodes',
  check: ({ plan, stacks }) =>
    plan.sites.flatMap((site) => {
      const name = siteStackName(plan.name, site.name, 'workloads');
      const closed = stacks
        .filter((stack) => stack.id === name)
        .flatMap(manifestsOf)
        .filter(deniesAll)
        .map(({ manifest }) => textAt(manifest, 'metadata.namespace'));
      return site.runtime.tenants
        .filter((tenant) => !closed.includes(tenant.namespace))
        .map((tenant) =>
          violation(
            id,
            { path: `${name}/${tenant.namespace}` },
            `namespace ${tenant.namespace} of tenant ${tenant.name} has no network policy that denies all; add one with an empty podSelector, for Ingress and Egress, without rules`,
          ),
        );
    }),
};
