import type { Quantity } from '../../model/quantity';
import type { ResolvedWorkload } from '../../model/resolved';
import { generationOf, promptOf } from '../../resolve/demand';

/** Mean tokens a second of a workload. */
export const meanTokens = ({
  path,
  spec: { demand },
  demand: { mean },
}: ResolvedWorkload): { readonly input: Quantity; readonly output: Quantity } => ({
  input: mean.times(promptOf(demand, path)),
  output: mean.times(generationOf(demand, path)),
});
