import { factor, fromRow, type Quantity, stated } from '../model/quantity';
import type { ResolvedWorkload } from '../model/resolved';

/** Tokens to whose multiple a context is rounded up. */
const step = factor(1024, 'token/step');
/** Requests of mean length that a context holds where none is stated. */
const requests = factor(4, 'share');

/** Longest context that a workload is served with. */
export function contextOf({ spec, path, model }: ResolvedWorkload): Quantity {
  const { demand, contextTokens } = spec;
  const wanted =
    contextTokens === undefined
      ? requests.times(
          stated('prompt', demand.inputTokens, 'token', `${path}.demand.inputTokens`).plus(
            stated('generation', demand.outputTokens, 'token', `${path}.demand.outputTokens`),
          ),
        )
      : stated('wanted', contextTokens, 'token', `${path}.contextTokens`);
  return wanted
    .over(step)
    .ceil()
    .times(step)
    .atMost(fromRow('longest', model.context, 'token', model));
}
