import type { MetricName } from '../spec/telemetry';
import { MetricExpression } from './metric-expression';
import type { ITokenWorkload } from './token-workload';

/**
 * Measurements of a workload, for alerts and dashboards. Each is taken at the site of the alert or dashboard, over everything
 * that serves the workload there.
 */
export class WorkloadMetrics implements Readonly<Record<MetricName, MetricExpression>> {
  /** Output tokens per second over five minutes; 0 if no server runs. */
  public readonly outputTokensPerSecond: MetricExpression;
  /** Prompt tokens per second over five minutes; 0 if no server runs. */
  public readonly inputTokensPerSecond: MetricExpression;
  /** Completed requests per second over five minutes; 0 if no server runs. */
  public readonly requestsPerSecond: MetricExpression;
  /** Requests that wait for a place in a batch; 0 if no server runs. */
  public readonly waitingRequests: MetricExpression;
  /** Requests that are being processed; 0 if no server runs. */
  public readonly runningRequests: MetricExpression;
  /** Requests per second that lose their place in the KV cache and start again, over ten minutes; 0 if no server runs. */
  public readonly preemptionsPerSecond: MetricExpression;
  /** Share of the KV cache in use, from 0 to 1; the mean of the servers. */
  public readonly kvCacheShare: MetricExpression;
  /** Share of prompt tokens that the prefix cache has, from 0 to 1, over thirty minutes. */
  public readonly prefixHitShare: MetricExpression;
  /** Share of API requests that fail with status 5xx, from 0 to 1, over five minutes. */
  public readonly errorShare: MetricExpression;
  /** Time to first token in seconds, median over five minutes. */
  public readonly ttftSeconds50: MetricExpression;
  /** Time to first token in seconds, 95th percentile over five minutes. */
  public readonly ttftSeconds95: MetricExpression;
  /** Time to first token in seconds, 99th percentile over five minutes. */
  public readonly ttftSeconds99: MetricExpression;
  /** Time between output tokens in seconds, median over five minutes. */
  public readonly interTokenSeconds50: MetricExpression;
  /** Time between output tokens in seconds, 95th percentile over five minutes. */
  public readonly interTokenSeconds95: MetricExpression;
  /** Time between output tokens in seconds, 99th percentile over five minutes. */
  public readonly interTokenSeconds99: MetricExpression;
  /** Price in USD of the accelerators in use per million output tokens, over five minutes; nothing while no tokens are generated. */
  public readonly usdPerMillionOutputTokens: MetricExpression;
  /** Replicas whose pods are all ready; 0 if no server runs. */
  public readonly readyReplicas: MetricExpression;
  /** Accelerators of running pods; 0 if no server runs. */
  public readonly acceleratorsHeld: MetricExpression;

  public constructor(
    /** Workload that is measured. */
    public readonly workload: ITokenWorkload,
  ) {
    const measure = (metric: MetricName) => new MetricExpression({ workload, metric });
    this.outputTokensPerSecond = measure('outputTokensPerSecond');
    this.inputTokensPerSecond = measure('inputTokensPerSecond');
    this.requestsPerSecond = measure('requestsPerSecond');
    this.waitingRequests = measure('waitingRequests');
    this.runningRequests = measure('runningRequests');
    this.preemptionsPerSecond = measure('preemptionsPerSecond');
    this.kvCacheShare = measure('kvCacheShare');
    this.prefixHitShare = measure('prefixHitShare');
    this.errorShare = measure('errorShare');
    this.ttftSeconds50 = measure('ttftSeconds50');
    this.ttftSeconds95 = measure('ttftSeconds95');
    this.ttftSeconds99 = measure('ttftSeconds99');
    this.interTokenSeconds50 = measure('interTokenSeconds50');
    this.interTokenSeconds95 = measure('interTokenSeconds95');
    this.interTokenSeconds99 = measure('interTokenSeconds99');
    this.usdPerMillionOutputTokens = measure('usdPerMillionOutputTokens');
    this.readyReplicas = measure('readyReplicas');
    this.acceleratorsHeld = measure('acceleratorsHeld');
  }
}
