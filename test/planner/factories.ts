import { defaultCatalog } from '../../lib/catalog/catalog';
import { formatFinding } from '../../lib/planner/model/finding';
import type { FactoryPlan } from '../../lib/planner/model/plan';
import type { FactoryInput } from '../../lib/spec/factory';
import { aFactory } from '../../lib/testing/builders';
import { FactorySpec, planFactory } from '../standard';

export { aHall as hall, aSite as region, aWorkload as chat } from '../../lib/testing/builders';

export const factory = (changes: Partial<FactoryInput> = {}): FactorySpec => FactorySpec.parse(aFactory(changes));

export const plan = (changes: Partial<FactoryInput> = {}): FactoryPlan => planFactory(factory(changes), defaultCatalog);

/** Findings of severity error as lines. */
export const errors = (changes: Partial<FactoryInput> = {}): string[] =>
  plan(changes)
    .findings.filter((finding) => finding.severity === 'error')
    .map(formatFinding);
