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
