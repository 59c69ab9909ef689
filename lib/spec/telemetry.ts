import { z } from 'zod';
import { Line, Name } from './name';
import { promQlProblem } from './promql';
import { orReference } from './reference';

/** Measurements of a workload at a site, by name, with their units. */
export const metricMeanings = {
  outputTokensPerSecond: 'Output tokens per second over five minutes; 0 if no server runs',
  inputTokensPerSecond: 'Prompt tokens per second over five minutes; 0 if no server runs',
  requestsPerSecond: 'Completed requests per second over five minutes; 0 if no server runs',
  waitingRequests: 'Requests that wait for a place in a batch; 0 if no server runs',
  runningRequests: 'Requests that are being processed; 0 if no server runs',
  preemptionsPerSecond:
    'Requests per second that lose their place in the KV cache and start again, over ten minutes; 0 if no server runs',
  kvCacheShare: 'Share of the KV cache in use, from 0 to 1; the mean of the servers',
  prefixHitShare: 'Share of prompt tokens that the prefix cache has, from 0 to 1, over thirty minutes',
  errorShare: 'Share of API requests that fail with status 5xx, from 0 to 1, over five minutes',
  ttftSeconds50: 'Time to first token in seconds, median over five minutes',
  ttftSeconds95: 'Time to first token in seconds, 95th percentile over five minutes',
  ttftSeconds99: 'Time to first token in seconds, 99th percentile over five minutes',
  interTokenSeconds50: 'Time between output tokens in seconds, median over five minutes',
  interTokenSeconds95: 'Time between output tokens in seconds, 95th percentile over five minutes',
  interTokenSeconds99: 'Time between output tokens in seconds, 99th percentile over five minutes',
  usdPerMillionOutputTokens:
    'Price in USD of the accelerators in use per million output tokens, over five minutes; nothing while no tokens are generated',
  readyReplicas: 'Replicas whose pods are all ready; 0 if no server runs',
  acceleratorsHeld: 'Accelerators of running pods; 0 if no server runs',
} as const;

/** Name of a metric of a workload. Its unit is part of the name, and its meaning is documented in `WorkloadMetrics`. */
export type MetricName = keyof typeof metricMeanings;

const isMetricName = (name: string): name is MetricName => Object.hasOwn(metricMeanings, name);

/** Names of the measurements. */
export const metricNames: readonly MetricName[] = Object.keys(metricMeanings).filter(isMetricName);

export const MetricName = z.enum(metricNames);

/** A PromQL expression on one line or several. */
const PromQlText = z
  .string()
  .regex(/\S/, 'use a PromQL expression such as sum(rate(my_errors_total[5m]))')
  .superRefine((text, context) => {
    const problem = promQlProblem(text);
    if (problem !== undefined) {
      context.addIssue({ code: 'custom', message: `the PromQL expression is incomplete: ${problem}` });
    }
  });

/** A duration as Prometheus writes it. */
const Duration = z
  .string()
  .regex(
    /^(?=\d)(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/,
    'use a duration such as 30s, 15m, 1h or 1h30m, with the longest unit first',
  );

/** What is measured: a metric of a workload, or a PromQL expression. */
const query = {
  workload: Name.optional().meta({
    description: 'Workload that `metric` is measured of. @default - none; `expr` is set',
  }),
  metric: MetricName.optional().meta({
    description:
      'Measurement of the workload at this site. Set `workload` and `metric`, or `expr`. @default - none; `expr` is set',
  }),
  expr: orReference(PromQlText).optional().meta({
    description:
      'PromQL expression that the Prometheus of the site evaluates. @default - none; `workload` and `metric` are set',
  }),
};

interface Query {
  readonly workload?: string | undefined;
  readonly metric?: string | undefined;
  readonly expr?: string | undefined;
}

/** What is wrong with the combination of the keys of a query; undefined if it is one. */
function queryProblem({ workload, metric, expr }: Query): string | undefined {
  if (expr !== undefined) {
    return workload === undefined && metric === undefined
      ? undefined
      : 'set either `workload` and `metric`, or `expr`; remove the other';
  }
  if (workload !== undefined && metric !== undefined) return undefined;
  if (workload !== undefined) return 'set `metric` of the workload';
  if (metric !== undefined) return 'set `workload` of the metric';
  return 'set `workload` and `metric`, or `expr`';
}

/** When an alert fires. */
const AlertConditionSpec = z
  .strictObject({
    ...query,
    above: z.number().optional().meta({ description: 'Limit that the value exceeds. @default - none' }),
    below: z.number().optional().meta({ description: 'Limit that the value falls below. @default - none' }),
  })
  .superRefine((when, context) => {
    const problem = queryProblem(when) ?? limitProblem(when);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    for (const key of ['above', 'below'] as const) {
      if (when.metric === undefined || (when[key] ?? 0) >= 0) continue;
      context.addIssue({ code: 'custom', path: [key], message: 'use at least 0; no metric is negative' });
    }
  })
  .meta({
    description:
      'Condition of the alert: a metric or a PromQL expression, and the limit `above` or `below`. An expression without a limit fires for every series that it returns.',
  });

function limitProblem({ expr, above, below }: Query & { above?: number | undefined; below?: number | undefined }) {
  if (above !== undefined && below !== undefined) return 'set either `above` or `below`; use an alert for each limit';
  if (expr === undefined && above === undefined && below === undefined) return 'set the limit: `above` or `below`';
  return undefined;
}

/** An alert of a site. */
export const AlertSpec = z
  .strictObject({
    when: AlertConditionSpec,
    for: Duration.default('5m').meta({
      description: 'Time that the condition holds before the alert fires, such as `15m` or `1h30m`.',
    }),
    severity: z
      .enum(['critical', 'warning', 'info'])
      .default('warning')
      .meta({ description: 'Urgency of the alert: act now, today, or when there is time.' }),
    summary: Line.optional().meta({
      description: 'One line that says what happened. Prometheus templates are allowed. @default - the condition',
    }),
    description: z.string().regex(/\S/, 'use a text').optional().meta({
      description:
        'What it means and what to do. Prometheus templates such as `{{ $value }}` are allowed. @default - the value',
    }),
    runbookUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({
        description:
          'URL of the runbook. @default - `observability.runbookUrl` with the name of the alert as anchor; no link if that is not set',
      }),
  })
  .meta({ description: 'An alert of a site, as a Prometheus rule.' });
export type AlertSpec = z.infer<typeof AlertSpec>;

/** A panel of a dashboard: one query over time. */
const PanelSpec = z
  .strictObject({
    title: Line.meta({ description: 'Title of the panel.' }),
    ...query,
    unit: Line.optional().meta({
      description: 'Grafana unit, such as `s`, `percentunit` or `currencyUSD`. @default - the unit of the metric',
    }),
  })
  .superRefine((panel, context) => {
    const problem = queryProblem(panel);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({ description: 'A panel of a dashboard: a metric or a PromQL expression over time.' });

/** A dashboard of a site. */
export const DashboardSpec = z
  .strictObject({
    title: Line.meta({ description: 'Title of the dashboard.' }),
    panels: z.array(PanelSpec).min(1).meta({ description: 'Panels, two in a row.' }),
  })
  .meta({ description: 'A dashboard of a site, for Grafana.' });
export type DashboardSpec = z.infer<typeof DashboardSpec>;
