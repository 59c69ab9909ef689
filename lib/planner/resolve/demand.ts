import type { WorkloadSpec } from '../../spec/workload';
import { must } from '../model/must';
import { type Quantity, SHARE, stated } from '../model/quantity';
import type { ResolvedDemand } from '../model/resolved';

/**
 * Returns the rates of a demand, whether it is stated in requests or in tokens.
 *
 * @param path path of the workload in the factory file
 */
export function demandOf(demand: WorkloadSpec['demand'], path: string): ResolvedDemand {
  const mean = meanRequests(demand, path);
  const peak = mean.times(stated('peak factor', demand.peakFactor, SHARE, `${path}.demand.peakFactor`));
  return { requestsPerSecond: mean.value, peakRequestsPerSecond: peak.value, mean, peak };
}

function meanRequests(demand: WorkloadSpec['demand'], path: string): Quantity {
  const at = (key: string): string => `${path}.demand.${key}`;
  const { requestsPerSecond } = demand;
  if (requestsPerSecond !== undefined) {
    return stated('requests', requestsPerSecond, 'request/s', at('requestsPerSecond'));
  }
  const tokens = must(demand.outputTokensPerSecond, at('outputTokensPerSecond'));
  return stated('tokens', tokens, 'token/s', at('outputTokensPerSecond')).over(generationOf(demand, path));
}

/** Prompt tokens of a request. */
export const promptOf = (demand: WorkloadSpec['demand'], path: string): Quantity =>
  stated('prompt', demand.inputTokens, 'token/request', `${path}.demand.inputTokens`);

/** Output tokens of a request. */
export const generationOf = (demand: WorkloadSpec['demand'], path: string): Quantity =>
  stated('generation', demand.outputTokens, 'token/request', `${path}.demand.outputTokens`);
