import type { CloudRules } from '../../model/cloud';
import type { DerivedName } from '../../model/derived-name';
import type { FactoryPlan } from '../../model/plan';

/** Names that the clouds of a factory derive for its sites. */
export const cloudNames = (
  plan: FactoryPlan,
  clouds: readonly Pick<CloudRules, 'name' | 'names'>[],
): readonly DerivedName[] =>
  plan.sites.flatMap((site) => clouds.find(({ name }) => name === site.provider)?.names?.(site, plan) ?? []);
