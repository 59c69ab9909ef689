import type { LibraryCheck } from '../model/check';
import { compare, type LibraryFinding } from '../model/finding';
import type { FactoryPlan } from '../model/plan';
import type { ResolvedFactory, ResolvedSite } from '../model/resolved';
import { sorted } from '../model/sorted';
import { isPriced, statedQueries } from '../resolve/stated-queries';

/** Alerts and dashboards measure workloads that are served at their site. Unknown workloads are left to `references`. */
export const telemetry: LibraryCheck = {
  id: 'telemetry',
  why: 'an alert on what is never measured never fires, and its author relies on it',
  check(factory, plan) {
    const queries = factory.sites.flatMap((site) =>
      statedQueries(site.name, site.spec).flatMap(({ path, what, query: { workload, metric } }): LibraryFinding[] => {
        if (workload === undefined || metric === undefined) return [];
        const finding =
          notServed(factory, plan, site, { workload, what }) ?? notPriced(plan, site, { workload, metric, what });
        return finding === null ? [] : [{ ...finding, path: `${path}.workload` }];
      }),
    );
    return [...queries, ...factory.sites.flatMap((site) => powerNotMeasured(plan, site))];
  },
};

/** The alert on the power budget sums what DCGM reports, which are NVIDIA devices only. */
function powerNotMeasured(plan: FactoryPlan, { name, path }: ResolvedSite): LibraryFinding[] {
  const site = plan.sites.find((each) => each.name === name);
  if (site === undefined || (site.runtime.telemetry.wattsBudget ?? null) === null) return [];
  const withAccelerators = site.pools.filter(({ accelerator }) => accelerator !== null);
  const missing = withAccelerators.filter(({ accelerator }) => accelerator?.vendor !== 'nvidia');
  if (missing.length === 0) return [];
  const pools = missing.map((each) => each.name).join(', ');
  const loss = missing.length === withAccelerators.length ? 'is not created' : `does not count the pools ${pools}`;
  return [
    {
      code: 'alert-not-measured',
      severity: 'note',
      path: `${path}.power`,
      message: `only NVIDIA accelerators report their power, and the pools ${pools} have others, so the alert PowerBudgetNearlySpent of ${name} ${loss}; watch the power budget with the meters of the site`,
    },
  ];
}

type Problem = Omit<LibraryFinding, 'path'>;

interface Measured {
  readonly workload: string;
  /** `alert` or `panel`. */
  readonly what: string;
}

function notServed(
  { spec }: ResolvedFactory,
  plan: FactoryPlan,
  { name: site }: ResolvedSite,
  { workload, what }: Measured,
): Problem | null {
  if (servingsOf(plan, site, workload).length > 0) return null;
  const served = plan.workloads.find((each) => each.name === workload)?.sites.map((each) => each.site) ?? [];
  // A workload that is unknown or placed nowhere has an error of its own.
  if (served.length === 0) return null;
  const move = sorted(spec.migrations).find(
    ([, { workloads, from, to }]) => workloads.includes(workload) && [from.site, to.site].includes(site),
  );
  if (move !== undefined) {
    return {
      code: 'workload-not-served',
      severity: 'note',
      message: `workload ${workload} is not served at ${site} in the present phase of migration ${move[0]}; the ${what} is created in the phases in which it is`,
    };
  }
  const others = [...new Set(served)].sort(compare).join(', ');
  const allowed = spec.workloads[workload]?.sites;
  return allowed !== undefined && !allowed.includes(site)
    ? {
        code: 'workload-not-served',
        severity: 'error',
        message: `workload ${workload} cannot be served at ${site}, which is not in workloads.${workload}.sites; add the site there, or state the ${what} at ${others}`,
      }
    : {
        code: 'workload-not-served',
        severity: 'warning',
        message: `workload ${workload} is placed at ${others} and not at ${site}, so the ${what} is not created; state it there, or place the workload with workloads.${workload}.shares`,
      };
}

function notPriced(
  plan: FactoryPlan,
  { name: site }: ResolvedSite,
  { workload, metric, what }: Measured & { readonly metric: string },
): Problem | null {
  if (!isPriced(metric)) return null;
  const costs = plan.sites.find((each) => each.name === site)?.runtime.telemetry.costs ?? [];
  const servings = servingsOf(plan, site, workload);
  const missing = servings.filter((each) => !costs.some((cost) => cost.serving === each.name));
  if (missing.length === 0) return null;
  const loss = missing.length === servings.length ? 'is not created' : 'measures the rest alone';
  const pools = [...new Set(missing.map((each) => `${site}/${each.pool}`))].sort(compare).join(', ');
  return {
    code: 'metric-without-price',
    severity: 'warning',
    message: `${metric} of ${workload} is not measured on ${pools}, whose machine has no price, so the ${what} ${loss}; add the price under catalog.machinePrices or in \`capacity\` of the pool`,
  };
}

const servingsOf = (plan: FactoryPlan, site: string, workload: string) =>
  plan.sites.find((each) => each.name === site)?.serving.filter((each) => each.workload === workload) ?? [];
