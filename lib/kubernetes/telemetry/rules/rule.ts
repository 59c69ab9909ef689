/** A rule of Prometheus that keeps a value. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** How fast somebody must look: at once, today, when there is time. */
export type AlertSeverity = 'critical' | 'warning' | 'info';

/** A rule of Prometheus that raises an alert. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: AlertSeverity };
  readonly annotations: {
    readonly summary: string;
    readonly description: string;
    readonly runbook_url?: string;
    /** The commands that undo what the alert is about. */
    readonly rollback?: string;
  };
}

export type Rule = RecordingRule | AlertRule;

export interface RuleGroup {
  readonly name: string;
  readonly interval: string;
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
