import type { AlertSpec } from '../../spec/telemetry';
import type { AlertPlan, DashboardPlan, QueryPlan, TelemetryCostPlan, TelemetryPlan } from '../model/plan';
import type { ResolvedFactory } from '../model/resolved';
import { sorted } from '../model/sorted';
import { isPriced, type Query } from '../resolve/stated-queries';
import type { SiteInput } from './site-input';

/** Plans the alerts and dashboards that a site states. */
export function planStatedTelemetry(
  input: SiteInput,
  costs: readonly TelemetryCostPlan[],
): Required<Pick<TelemetryPlan, 'alerts' | 'dashboards'>> {
  const { factory, site } = input;
  const query = (stated: Query): QueryPlan => planQuery(stated, input, costs);
  return {
    alerts: sorted(site.spec.alerts).map(
      ([name, alert]): AlertPlan => ({
        name,
        query: query(alert.when),
        limit: limitOf(alert.when),
        for: alert.for,
        severity: alert.severity,
        summary: alert.summary ?? summaryOf(name, site.name, alert.when),
        description: alert.description ?? null,
        runbookUrl: alert.runbookUrl ?? runbookOf(factory, name),
      }),
    ),
    dashboards: sorted(site.spec.dashboards).map(
      ([name, dashboard]): DashboardPlan => ({
        name,
        title: dashboard.title,
        panels: dashboard.panels.map((panel) => ({
          title: panel.title,
          query: query(panel),
          unit: panel.unit ?? null,
        })),
      }),
    ),
  };
}

function planQuery({ workload, metric, expr }: Query, { serving }: SiteInput, costs: readonly TelemetryCostPlan[]) {
  if (workload === undefined || metric === undefined) return { expr: expr ?? '' };
  const measured = serving
    .filter((each) => each.workload === workload)
    .map((each) => each.name)
    .filter((name) => !isPriced(metric) || costs.some((cost) => cost.serving === name));
  return { workload, metric, servings: measured };
}

const limitOf = ({ above, below }: AlertSpec['when']): AlertPlan['limit'] =>
  above !== undefined ? { above } : below !== undefined ? { below } : null;

function summaryOf(name: string, site: string, { workload, metric, above, below }: AlertSpec['when']): string {
  const limit = above !== undefined ? ` is above ${above}` : below !== undefined ? ` is below ${below}` : '';
  return workload === undefined || metric === undefined
    ? `${name} at ${site}${limit === '' ? ': the condition holds' : limit}`
    : `${metric} of ${workload} at ${site}${limit}`;
}

function runbookOf({ spec }: ResolvedFactory, name: string): string | null {
  const { runbookUrl } = spec.observability;
  return runbookUrl === undefined ? null : `${runbookUrl}#${name}`;
}
