import type { MetricName } from '../../../spec/telemetry';

export type { MetricName };

/** What the site measures: its Prometheus, and the figures that power and cost rules multiply by. */
export interface TelemetryPlan {
  /** Name of the factory: several may share one Prometheus. */
  readonly factory: string;
  /** Namespace of Prometheus and of the rules and dashboards of the site. */
  readonly namespace: string;
  /** URL of Prometheus inside the cluster, which scaling asks. */
  readonly prometheusUrl: string;
  /** Retention of metrics in days. */
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

/** Price of the accelerators of one serving, which turns measured tokens into a price per token. */
export interface TelemetryCostPlan {
  /** Name of the serving. */
  readonly serving: string;
  /** Where the price is from: `on-demand`, `reservation`, `owned`, … */
  readonly basis: string;
  /** Price of one accelerator in USD per hour: that of the node divided by its accelerators. */
  readonly usdPerAcceleratorHour: number;
}

/** A metric of a workload, measured over what serves it at the site. */
export interface MetricPlan {
  /** Name of the workload. */
  readonly workload: string;
  /** Name of the metric, which decides its unit. */
  readonly metric: MetricName;
  /** Names of the servings that are measured. Empty: nothing is measured here, and the query is not created. */
  readonly servings: readonly string[];
}

/** What is measured: a metric, or a PromQL expression. */
export type QueryPlan =
  | MetricPlan
  | {
      /** PromQL expression. */
      readonly expr: string;
    };

/** An alert that the factory states for the site. */
export interface AlertPlan {
  /** Name of the alert, unique at its site. */
  readonly name: string;
  /** What is compared with the limit. */
  readonly query: QueryPlan;
  /** Limit of the value. Null: the expression is a condition. */
  readonly limit:
    | {
        /** Value above which the alert is raised. */
        readonly above: number;
      }
    | {
        /** Value below which the alert is raised. */
        readonly below: number;
      }
    | null;
  /** Time that the condition must hold, as Prometheus writes it, such as `15m`. */
  readonly for: string;
  /** Value of the label `severity`, by which alerts are routed. */
  readonly severity: 'critical' | 'warning' | 'info';
  /** One line that says what is wrong. */
  readonly summary: string;
  /** Null: the value is shown. */
  readonly description: string | null;
  /** Null: the alert has no link. */
  readonly runbookUrl: string | null;
}

/** A Grafana dashboard that the factory states for the site. */
export interface DashboardPlan {
  /** Name of the dashboard, unique at its site. */
  readonly name: string;
  /** Title that Grafana shows. */
  readonly title: string;
  /** Panels in the order in which they are shown. */
  readonly panels: readonly PanelPlan[];
}

/** One panel of a stated dashboard: a time series. */
export interface PanelPlan {
  /** Title of the panel. */
  readonly title: string;
  /** What the panel shows. */
  readonly query: QueryPlan;
  /** Grafana unit. Null: the unit of the metric. */
  readonly unit: string | null;
}
