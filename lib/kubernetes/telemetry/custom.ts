import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { Construct } from 'constructs';
import type { AlertPlan, DashboardPlan, QueryPlan, ServingPlan, TelemetryPlan } from '../../planner/plan';
import type { IRealized } from '../../port/port';
import { buildDashboard, dashboardUid, type Panel } from './dashboards/panel';
import { addDashboard, addRules } from './objects';
import type { AlertRule, RuleGroup } from './rules/rule';
import { type WorkloadMetric, workloadMetrics } from './workload-metrics';

/** What the queries of stated alerts and dashboards refer to. */
export interface QueryScope {
  readonly serving: readonly ServingPlan[];
  readonly telemetry: Pick<TelemetryPlan, 'costs'>;
}

export interface StatedTelemetryProps extends QueryScope {
  readonly telemetry: Pick<TelemetryPlan, 'namespace' | 'alerts' | 'dashboards' | 'costs'>;
}

/** The alerts and dashboards that a factory states for a site, as objects of the cluster. */
export class StatedTelemetry extends Construct implements IRealized {
  public readonly ready: readonly Construct[];

  public constructor(scope: Construct, id: string, props: StatedTelemetryProps) {
    super(scope, id);
    const { namespace, alerts = [], dashboards = [] } = props.telemetry;
    this.ready = [
      ...alerts.flatMap((alert) => {
        const group = statedAlertRule(alert, props);
        return group === null
          ? []
          : [addRules(this, `alert-${alert.name}`, { name: alert.object, namespace }, [group])];
      }),
      ...dashboards.map((dashboard) =>
        addDashboard(
          this,
          `dashboard-${dashboard.name}`,
          { name: dashboard.object, namespace },
          statedDashboard(dashboard, props),
        ),
      ),
    ];
  }
}

/** Returns the rule of an alert; null if nothing that it measures is served here. */
export function statedAlertRule(alert: AlertPlan, scope: QueryScope): RuleGroup | null {
  const expr = conditionOf(alert, scope);
  if (expr === null) return null;
  const rule: AlertRule = {
    alert: alert.name,
    expr,
    for: alert.for,
    labels: { ...alert.labels, severity: alert.severity },
    annotations: {
      summary: alert.summary,
      description: alert.description ?? 'the value is {{ $value | humanize }}',
      ...(alert.runbookUrl === null ? {} : { runbook_url: alert.runbookUrl }),
    },
  };
  return { name: alert.object, interval: '30s', rules: [rule] };
}

/** Returns a dashboard. Panels of what is not served here are left out. */
export function statedDashboard(dashboard: DashboardPlan, scope: QueryScope): Dashboard {
  const panels = dashboard.panels.flatMap(({ title, query, unit }): Panel[] => {
    const read = readQuery(query, scope);
    return read === null
      ? []
      : [
          {
            title,
            kind: 'lines',
            unit: unit ?? read.unit,
            lines: [{ expr: read.expr, legend: read.legend }],
            isSigned: read.isSigned,
          },
        ];
  });
  return buildDashboard(dashboard.title, dashboardUid([dashboard.object]), ['stated'], [{ panels }]);
}

function conditionOf({ query, limit }: AlertPlan, scope: QueryScope): string | null {
  const read = readQuery(query, scope);
  if (read === null || limit === null) return read?.expr ?? null;
  const [comparison, value] = 'above' in limit ? ['>', limit.above] : ['<', limit.below];
  return `${parenthesized(read.expr)} ${comparison} ${value}`;
}

interface ReadQuery {
  readonly expr: string;
  readonly unit: string;
  readonly legend: string;
  /** Whether the value can be negative. */
  readonly isSigned: boolean;
}

function readQuery(query: QueryPlan, { serving, telemetry }: QueryScope): ReadQuery | null {
  if ('expr' in query) return { expr: query.expr, unit: 'none', legend: '__auto', isSigned: true };
  const { workload, metric, servings } = query;
  const [first, ...rest] = serving.filter((each) => each.workload === workload && servings.includes(each.name));
  if (first === undefined) return null;
  const { unit, expression }: WorkloadMetric = workloadMetrics[metric];
  const expr = expression({ servings: [first, ...rest], costs: telemetry.costs ?? [] });
  return expr === null ? null : { expr, unit, legend: workload, isSigned: false };
}

/** An expression as an operand. The last line of one with comments may be a comment. */
const parenthesized = (expr: string): string => (/[#\n]/.test(expr) ? `(\n${expr}\n)` : `(${expr})`);
