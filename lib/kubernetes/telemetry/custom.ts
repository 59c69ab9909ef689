import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { dashboardUid, ruleGroupName, telemetryNames } from '../../planner/model/names';
import type { AlertPlan, DashboardPlan, QueryPlan, ServingPlan, TelemetryPlan } from '../../planner/model/plan';
import { buildDashboard, type Panel } from './dashboards/panel';
import { siteLabels, type TelemetrySite } from './identity';
import type { AlertRule, RuleGroup } from './rules/rule';
import { workloadMetrics } from './workload-metrics';

/** What the queries of stated alerts and dashboards refer to. */
export interface QueryScope {
  readonly site: TelemetrySite;
  readonly serving: readonly ServingPlan[];
  readonly telemetry: Pick<TelemetryPlan, 'costs'>;
}

/** Returns the rule of an alert; null if nothing that it measures is served here. */
export function statedAlertRule(alert: AlertPlan, scope: QueryScope): RuleGroup | null {
  const expr = conditionOf(alert, scope);
  if (expr === null) return null;
  const rule: AlertRule = {
    alert: alert.name,
    expr,
    for: alert.for,
    labels: { ...siteLabels(scope.site), ...labelsOf(alert.query, scope), severity: alert.severity },
    annotations: {
      summary: alert.summary,
      description: alert.description ?? 'the value is {{ $value | humanize }}',
      ...(alert.runbookUrl === null ? {} : { runbook_url: alert.runbookUrl }),
    },
  };
  const { factory, name } = scope.site;
  const object = telemetryNames(factory).alert(name, alert.name);
  return { name: ruleGroupName(object, 'alerts'), interval: '30s', rules: [rule] };
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
  const { factory, name } = scope.site;
  const uid = dashboardUid([factory, 'dashboard', name, dashboard.name]);
  return buildDashboard(dashboard.title, uid, ['stated', factory], [{ panels }]);
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

/** Servings that a query measures; none for an expression, or if the site serves nothing of it. */
const measuredBy = (query: QueryPlan, { serving }: QueryScope): readonly ServingPlan[] =>
  'expr' in query
    ? []
    : serving.filter((each) => each.workload === query.workload && query.servings.includes(each.name));

function labelsOf(query: QueryPlan, scope: QueryScope): Readonly<Record<string, string>> {
  const [first] = measuredBy(query, scope);
  return first === undefined ? {} : { tenant: first.tenant, workload: first.workload };
}

function readQuery(query: QueryPlan, scope: QueryScope): ReadQuery | null {
  if ('expr' in query) return { expr: query.expr, unit: 'none', legend: '__auto', isSigned: true };
  const [first, ...rest] = measuredBy(query, scope);
  if (first === undefined) return null;
  const { unit, expression } = workloadMetrics[query.metric];
  const expr = expression({ servings: [first, ...rest], costs: scope.telemetry.costs ?? [] });
  return expr === null ? null : { expr, unit, legend: query.workload, isSigned: false };
}

/** An expression as an operand. The last line of one with comments may be a comment. */
const parenthesized = (expr: string): string => (/[#\n]/.test(expr) ? `(\n${expr}\n)` : `(${expr})`);
