import type { Catalog } from '../lib/catalog/rows';
import { standardClouds } from '../lib/cli/clouds';
import type { AwsSiteInput } from '../lib/clouds/aws/rules';
import type { KubernetesSiteInput } from '../lib/clouds/kubernetes/rules';
import type { Check } from '../lib/planner/model/check';
import * as planner from '../lib/planner/plan-factory';
import * as explain from '../lib/planner/reports/explain-path';
import * as lostSite from '../lib/planner/reports/lost-site/lost-site';
import * as migration from '../lib/planner/reports/migration/migration';
import { type FactoryInput, factorySchema, type FactorySpec as Spec } from '../lib/spec/factory';
import * as parse from '../lib/spec/parse';
import * as source from '../lib/spec/source';
import type { IsStated } from '../lib/spec/stated';

/** The library with the clouds that its command knows, for tests that are not about clouds. */
const clouds = standardClouds;

export const FactorySpec = factorySchema(clouds);
export type FactorySpec = Spec;
/** A factory over sites of the standard clouds, as a user writes it. */
export type StandardFactoryInput = FactoryInput<AwsSiteInput | KubernetesSiteInput>;
export const parseFactory = (input: unknown): Spec => parse.parseFactory(input, { clouds });
export const readFactory = (input: unknown): parse.ReadFactory => parse.readFactory(input, { clouds });
export const readSource = (text: string): source.ReadSource => source.readSource(text, { clouds });
export const planFactory = (spec: Spec, catalog: Catalog, checks?: readonly Check[]) =>
  planner.planFactory(spec, catalog, { clouds, checks });
export const explainFactory = (spec: Spec, catalog: Catalog) => planner.explainFactory(spec, catalog, { clouds });
export const placeFactory = (spec: Spec, catalog: Catalog) => planner.placeFactory(spec, catalog, { clouds });
export const planMigration = (spec: Spec, catalog: Catalog, name: string) =>
  migration.planMigration(spec, catalog, name, { clouds });
export const planLostSite = (spec: Spec, catalog: Catalog, site: string) =>
  lostSite.planLostSite(spec, catalog, site, { clouds });
export const explainPath = (plan: Parameters<typeof explain.explainPath>[0], path: string, isStated: IsStated) =>
  explain.explainPath(plan, path, isStated, clouds);
