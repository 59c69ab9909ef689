import type { IConstruct } from 'constructs';
import type { MetricName } from '../spec/telemetry';
import { nameIn } from './reference';
import type { ITokenWorkload } from './token-workload';

/** What is measured: a metric of a workload, or a PromQL expression. */
export type MetricSource =
  | {
      /** Workload that is measured. */
      readonly workload: ITokenWorkload;
      /** Name of the metric, which decides its unit. */
      readonly metric: MetricName;
    }
  | {
      /** PromQL expression. */
      readonly expr: string;
    };

/** A value over time, for panels of dashboards and, with a limit, for alerts. */
export class MetricExpression {
  /** Use the members of `workload.metrics`, or `PromQl.expression()`. */
  public constructor(
    /** What is measured. */
    public readonly source: MetricSource,
  ) {}

  /** Returns the condition that the value exceeds a limit, in the unit of the metric. */
  public above(limit: number): AlertCondition {
    return new AlertCondition(this.source, { above: limit });
  }

  /** Returns the condition that the value falls below a limit, in the unit of the metric. */
  public below(limit: number): AlertCondition {
    return new AlertCondition(this.source, { below: limit });
  }
}

/** When an alert fires. */
export class AlertCondition {
  /** Use `above()` or `below()` of a metric, or `PromQl.condition()`. */
  public constructor(
    /** What is compared with the limit. A PromQL condition alone has no limit. */
    public readonly source: MetricSource,
    /** Limit of the value, in the unit of the metric. Undefined for a PromQL condition. */
    public readonly limit?:
      | {
          /** Value above which the alert fires. */
          readonly above: number;
        }
      | {
          /** Value below which the alert fires. */
          readonly below: number;
        },
  ) {}
}

/** Makes metrics and conditions of PromQL expressions, which the Prometheus of the site evaluates. */
export const PromQl = {
  /** A value, such as `sum(rate(my_errors_total[5m]))`. */
  expression: (text: string): MetricExpression => new MetricExpression({ expr: text }),
  /** A condition: an alert fires for every series that the expression returns, such as `up{job="billing"} == 0`. */
  condition: (text: string): AlertCondition => new AlertCondition({ expr: text }),
} as const;

/** Returns what is measured as a factory file states it. @throws FactoryError if the workload is in another factory */
export const renderSource = (construct: IConstruct, key: string, source: MetricSource) =>
  'expr' in source
    ? { expr: source.expr }
    : { workload: nameIn(construct, `${key}.workload`, source.workload), metric: source.metric };
