import type { MetricName } from '../../spec/telemetry';

export type { MetricName };

export interface TelemetryPlan {
  /** Name of the factory: several may share one Prometheus. */
  readonly factory: string;
  readonly namespace: string;
  readonly prometheusUrl: string;
  readonly retentionDays: number;
  /** Address of the runbooks; null where none is stated, and alerts then carry no link. */
  readonly runbookUrl: string | null;
  /** Power usage effectiveness that facility power is accounted with. @default null - IT power alone is recorded */
  readonly pue?: number | null;
  /** IT watts that the site may draw. @default null - no budget */
  readonly wattsBudget?: number | null;
  /** Watts of one node of each pool beside its accelerators: processors, memory, fans. @default - accelerators alone */
  readonly hostWatts?: Readonly<Record<string, number>>;
  /** What the accelerators of servings cost, one entry for each serving and basis. @default - no cost is recorded */
  readonly costs?: readonly TelemetryCostPlan[];
  /** Alerts that the factory states for the site. @default - none */
  readonly alerts?: readonly AlertPlan[];
  /** Dashboards that the factory states for the site. @default - none */
  readonly dashboards?: readonly DashboardPlan[];
}

export interface TelemetryCostPlan {
  /** Name of the serving. */
  readonly serving: string;
  /** Where the price is from: `on-demand`, `reservation`, `owned`, … */
  readonly basis: string;
  readonly usdPerAcceleratorHour: number;
  /** Highest price of a million output tokens that raises no alert. @default null - none */
  readonly usdPerMillionTokensTarget?: number | null;
}

/** A metric of a workload, measured over what serves it at the site. */
export interface MetricPlan {
  readonly workload: string;
  readonly metric: MetricName;
  /** Names of the servings that are measured. Empty: nothing is measured here, and the query is not created. */
  readonly servings: readonly string[];
}

/** What is measured: a metric, or a PromQL expression. */
export type QueryPlan = MetricPlan | { readonly expr: string };

export interface AlertPlan {
  readonly name: string;
  readonly query: QueryPlan;
  /** Limit of the value. Null: the expression is a condition. */
  readonly limit: { readonly above: number } | { readonly below: number } | null;
  readonly for: string;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly summary: string;
  /** Null: the value is shown. */
  readonly description: string | null;
  /** Null: the alert has no link. */
  readonly runbookUrl: string | null;
}

export interface DashboardPlan {
  readonly name: string;
  readonly title: string;
  readonly panels: readonly PanelPlan[];
}

export interface PanelPlan {
  readonly title: string;
  readonly query: QueryPlan;
  /** Grafana unit. Null: the unit of the metric. */
  readonly unit: string | null;
}
