import type { ResolvedWorkload } from '../../model/resolved';

/** Mean tokens a second of a workload. */
export function meanTokens({ spec: { demand } }: ResolvedWorkload): {
  readonly input: number;
  readonly output: number;
} {
  const requests = demand.requestsPerSecond ?? (demand.outputTokensPerSecond ?? 0) / demand.outputTokens;
  return { input: requests * demand.inputTokens, output: requests * demand.outputTokens };
}
