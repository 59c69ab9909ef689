import type { WorkloadSpec } from '../../spec/workload';
import { must } from '../model/must';
import type { ResolvedDemand } from '../model/resolved';

/** Returns the rates of a demand, whether it is stated in requests or in tokens. */
export function demandOf(demand: WorkloadSpec['demand']): ResolvedDemand {
  const requestsPerSecond =
    demand.requestsPerSecond ??
    must(demand.outputTokensPerSecond, 'demand.outputTokensPerSecond') / demand.outputTokens;
  return { requestsPerSecond, peakRequestsPerSecond: requestsPerSecond * demand.peakFactor };
}
