import type { CloudRules } from '../../model/cloud';
import type { FactoryPlan } from '../../model/plan';
import type { DerivedName } from './derived-name';

/** Names that the clouds of a factory derive for its sites. */
export const cloudNames = (
  plan: FactoryPlan,
  clouds: readonly Pick<CloudRules, 'name' | 'names'>[],
): readonly DerivedName[] =>
  plan.sites.flatMap((site) => clouds.find(({ name }) => name === site.provider)?.names?.(site, plan) ?? []);
