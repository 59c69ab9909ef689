/** A rule of Prometheus that keeps a value. */
export interface RecordingRule {
  /** Name of the recorded series. */
  readonly record: string;
  /** PromQL expression whose value is recorded. */
  readonly expr: string;
  /** Labels that are added to the series. */
  readonly labels: Readonly<Record<string, string>>;
}

/** How fast somebody must respond: at once, today, or when there is time. */
export type AlertSeverity = 'critical' | 'warning' | 'info';

/** A rule of Prometheus that raises an alert. */
export interface AlertRule {
  /** Name of the alert, the value of `alertname`. */
  readonly alert: string;
  /** PromQL expression; each series that it returns raises an alert. */
  readonly expr: string;
  /** Time that the expression must return a series before the alert fires, such as `15m`. */
  readonly for: string;
  /** Labels of the alert, by which Alertmanager routes it. */
  readonly labels: Readonly<Record<string, string>> & {
    /** How fast somebody must respond. */
    readonly severity: AlertSeverity;
  };
  /** Texts of the alert, which may use Prometheus templates such as `{{ $value }}`. */
  readonly annotations: {
    /** One line that says what is wrong. */
    readonly summary: string;
    /** The value, what it means and what to look at. */
    readonly description: string;
    /** Link to the entry of the alert in the runbooks. @default - no link */
    readonly runbook_url?: string;
    /** The commands that undo what the alert is about. @default - nothing is to be undone */
    readonly rollback?: string;
  };
}

/** A rule of Prometheus: one that records a series, or one that raises an alert. */
export type Rule = RecordingRule | AlertRule;

/** Rules of Prometheus that are evaluated together, in order. */
export interface RuleGroup {
  /** Name of the group, unique in its PrometheusRule. */
  readonly name: string;
  /** Time between evaluations, such as `30s`. */
  readonly interval: string;
  /** Rules of the group. A group without any is left out. */
  readonly rules: readonly Rule[];
}

/** What an alert says, without the place it is raised for. */
export interface Alert {
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly for: string;
  readonly expr: string;
  readonly summary: string;
  readonly description: string;
  /** @default - nothing that the library did is to be undone */
  readonly rollback?: string;
}

/** Anchor of an alert in the runbooks. */
const runbookAnchor = (alert: string): string => alert.toLowerCase();

/** Returns the rule of an alert, with the labels of what it is about and the link to its runbook where one is stated. */
export const alertRule = (
  alert: Alert,
  labels: Readonly<Record<string, string>>,
  runbookUrl: string | null,
): AlertRule => ({
  alert: alert.name,
  expr: alert.expr,
  for: alert.for,
  labels: { ...labels, severity: alert.severity },
  annotations: {
    summary: alert.summary,
    description: alert.description,
    ...(runbookUrl === null ? {} : { runbook_url: `${runbookUrl}#${runbookAnchor(alert.name)}` }),
    ...(alert.rollback === undefined ? {} : { rollback: alert.rollback }),
  },
});

/** A number in PromQL: plain, without the noise of binary fractions. */
export const number = (value: number): string => `${Number(value.toPrecision(6))}`;
