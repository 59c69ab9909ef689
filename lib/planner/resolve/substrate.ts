import { findComponent, required } from '../../catalog/catalog';
import type { SubstrateResult } from '../model/cloud';
import type { NodePoolPlan } from '../model/plan';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';

/** Returns the minor version of Kubernetes of a site: the stated one, else the pinned one. */
export function kubernetesVersion(factory: ResolvedFactory, { facts }: ResolvedSite): string {
  return facts.kubernetesVersion ?? required(findComponent(factory.catalog, 'kubernetes')).version;
}

/** Asks the cloud of a site for its substrate. Null if the cluster exists. */
export const substrateOf = (
  factory: ResolvedFactory,
  site: ResolvedSite,
  pools: readonly NodePoolPlan[],
): SubstrateResult | null =>
  site.facts.builds
    ? (site.rules.planSubstrate?.({ factory, site, pools, kubernetesVersion: kubernetesVersion(factory, site) }) ??
      null)
    : null;
