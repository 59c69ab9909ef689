import type { ServingPlan, SitePlan } from '../../planner/model/plan';

/**
 * Labels of what the library records in Prometheus, and the matchers that find it again. Several factories may share one
 * Prometheus, so every series carries the name of its factory.
 */

/** What rules and dashboards need to know of a site. */
export type TelemetrySite = Pick<SitePlan, 'factory' | 'name' | 'pools'>;

/** Labels that identify a site in Prometheus. */
export type SiteIdentity = Pick<TelemetrySite, 'factory' | 'name'>;

/** Labels that identify a serving in Prometheus. */
export type ServingIdentity = Pick<ServingPlan, 'factory' | 'site' | 'tenant' | 'workload' | 'name'>;

/** A serving with what the labels of its rules state. */
export type LabelledServing = ServingIdentity & { readonly model: Pick<ServingPlan['model'], 'id'> };

/** Labels of what is recorded of a site. */
export const siteLabels = ({ factory, name }: SiteIdentity): Readonly<Record<string, string>> => ({
  factory,
  site: name,
});

/** Labels that all rules of a serving carry. */
export const servingLabels = (serving: LabelledServing): Readonly<Record<string, string>> => ({
  factory: serving.factory,
  site: serving.site,
  tenant: serving.tenant,
  workload: serving.workload,
  // A migration inside a site serves a workload twice.
  serving: serving.name,
  model: serving.model.id,
});

const matchers = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',');

/** Matchers of what is recorded of a site. */
export const siteMatchers = (site: SiteIdentity): string => matchers(siteLabels(site));

/** Matchers of what is recorded of a serving, whatever its model is. */
export const servingMatchers = ({ factory, site, tenant, workload, name }: ServingIdentity): string =>
  matchers({ factory, site, tenant, workload, serving: name });
