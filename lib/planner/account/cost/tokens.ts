import type { ResolvedWorkload } from '../../model/resolved';

/** Mean tokens a second of a workload. */
export function meanTokens({ spec, demand: { requestsPerSecond } }: ResolvedWorkload): {
  readonly input: number;
  readonly output: number;
} {
  const { inputTokens, outputTokens } = spec.demand;
  return { input: requestsPerSecond * inputTokens, output: requestsPerSecond * outputTokens };
}
