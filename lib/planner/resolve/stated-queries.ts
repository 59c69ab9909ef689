import type { AlertSpec, DashboardSpec } from '../../spec/telemetry';
import { sorted } from '../model/sorted';

/** What a file says is measured. */
export type Query = Pick<AlertSpec['when'], 'workload' | 'metric' | 'expr'>;

/** Metrics that are computed from the price of a serving's accelerators. */
export const isPriced = (metric: string): boolean => metric === 'usdPerMillionOutputTokens';

/** Queries that a site states, each with its path in the factory file. */
export function statedQueries(
  site: string,
  {
    alerts,
    dashboards,
  }: { alerts: Readonly<Record<string, AlertSpec>>; dashboards: Readonly<Record<string, DashboardSpec>> },
): readonly { readonly path: string; readonly what: string; readonly query: Query }[] {
  return [
    ...sorted(alerts).map(([name, { when }]) => ({
      path: `sites.${site}.alerts.${name}.when`,
      what: 'alert',
      query: when,
    })),
    ...sorted(dashboards).flatMap(([name, { panels }]) =>
      panels.map((panel, index) => ({
        path: `sites.${site}.dashboards.${name}.panels.${index}`,
        what: 'panel',
        query: panel,
      })),
    ),
  ];
}
