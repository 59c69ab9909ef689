import type { PoolPower } from '../../model/plan/power-plan';
import type { Term, Trace } from '../../model/trace';

/** Sums of floating-point loads may miss a limit that they equal. */
export const TOLERANCE_W = 1e-6;

export const sum = (pools: readonly PoolPower[], key: 'itPeakW' | 'itTypicalW'): number =>
  pools.reduce((total, pool) => total + pool[key], 0);
export const sumFormula = (pools: readonly PoolPower[]): string => pools.map((pool) => pool.pool).join(' + ') || '0';
export const poolTerms = (trace: Trace, pools: readonly PoolPower[], key: 'itPeakW' | 'itTypicalW'): Term[] =>
  pools.map((pool) => trace.term(`pools.${pool.pool}.${key}`, pool.pool));
