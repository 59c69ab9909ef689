import type { ServingEstimate } from '../../lib/planner/performance';
import type { Measurement } from './measurements';

/** Limits that operators set, in ms. */
const usual = { ttft: [200, 500, 1000, 2000, 5000], tpot: [10, 20, 30, 50, 100] } as const;
/** Limits near what was measured, where judging is hard, as multiples of it. */
const near = [0.5, 0.67, 1.5, 2] as const;

/** Right answers to "are both limits kept?" over usual limits and over limits near the measurement. */
export function agreement(
  estimate: ServingEstimate,
  { ttftMs, tpotMs }: Measurement,
): { readonly right: number; readonly asked: number } {
  if (ttftMs === null || tpotMs === null) return { right: 0, asked: 0 };
  let right = 0;
  let asked = 0;
  const ask = (ttft: number, tpot: number): void => {
    asked++;
    const kept = ttftMs <= ttft && tpotMs <= tpot;
    if (kept === (estimate.ttftMs <= ttft && estimate.tpotMs <= tpot)) right++;
  };
  for (const ttft of usual.ttft) for (const tpot of usual.tpot) ask(ttft, tpot);
  for (const ttft of near) for (const tpot of near) ask(ttft * ttftMs, tpot * tpotMs);
  return { right, asked };
}
