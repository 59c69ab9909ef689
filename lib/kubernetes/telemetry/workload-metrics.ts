import type { MetricName, ServingPlan, TelemetryCostPlan } from '../../planner/model/plan';
import {
  acceleratorsHeld,
  errorShare,
  firstTokenQuantile,
  interTokenQuantile,
  kvCacheShare,
  type Measured,
  orZero,
  preemptionsPerSecond,
  prefixHitShare,
  readyReplicas,
  requestsPerSecond,
  runningRequests,
  tokensPerSecond,
  usdPerMillionOutputTokens,
  waitingRequests,
} from './signals';

/** All servings of a workload at a site, and the prices of their accelerators. */
export interface MeasuredWorkload {
  readonly servings: readonly [ServingPlan, ...ServingPlan[]];
  readonly costs: readonly TelemetryCostPlan[];
}

/** How a metric of a workload is read from Prometheus. */
export interface WorkloadMetric {
  /** Unit as Grafana names it. */
  readonly unit: string;
  /** Returns the PromQL expression; null if a serving has no price and the metric needs one. */
  readonly expression: (workload: MeasuredWorkload) => string | null;
}

const metric = (unit: string, of: (measured: Measured) => string): WorkloadMetric => ({
  unit,
  expression: ({ servings }) => of(servings),
});

/** A rate or a count: nothing is measured while no server runs, and that is 0. */
const count = (unit: string, of: (measured: Measured) => string): WorkloadMetric =>
  metric(unit, (measured) => orZero(of(measured)));

/** Metrics of a workload by the name that factory files and constructs use. */
export const workloadMetrics: Readonly<Record<MetricName, WorkloadMetric>> = {
  outputTokensPerSecond: count('none', (of) => tokensPerSecond(of, 'generation')),
  inputTokensPerSecond: count('none', (of) => tokensPerSecond(of, 'prompt')),
  requestsPerSecond: count('reqps', requestsPerSecond),
  waitingRequests: count('none', waitingRequests),
  runningRequests: count('none', runningRequests),
  preemptionsPerSecond: count('reqps', preemptionsPerSecond),
  kvCacheShare: metric('percentunit', kvCacheShare),
  prefixHitShare: metric('percentunit', prefixHitShare),
  errorShare: metric('percentunit', (of) => errorShare(of, '5m')),
  ttftSeconds50: metric('s', (of) => firstTokenQuantile(of, 0.5)),
  ttftSeconds95: metric('s', (of) => firstTokenQuantile(of, 0.95)),
  ttftSeconds99: metric('s', (of) => firstTokenQuantile(of, 0.99)),
  interTokenSeconds50: metric('s', (of) => interTokenQuantile(of, 0.5)),
  interTokenSeconds95: metric('s', (of) => interTokenQuantile(of, 0.95)),
  interTokenSeconds99: metric('s', (of) => interTokenQuantile(of, 0.99)),
  usdPerMillionOutputTokens: { unit: 'currencyUSD', expression: price },
  readyReplicas: metric('none', readyReplicas),
  acceleratorsHeld: {
    unit: 'none',
    expression: ({ servings }) => servings.map((each) => orZero(acceleratorsHeld(each))).join(' + '),
  },
};

/** The price of tokens by the most expensive basis of each serving. */
function price({ servings, costs }: MeasuredWorkload): string | null {
  const priced = servings.flatMap((serving) => {
    const prices = costs.filter((each) => each.serving === serving.name).map((each) => each.usdPerAcceleratorHour);
    return prices.length === 0 ? [] : [{ serving, usdPerAcceleratorHour: Math.max(...prices) }];
  });
  const [first, ...rest] = priced;
  return first === undefined || priced.length < servings.length ? null : usdPerMillionOutputTokens([first, ...rest]);
}
