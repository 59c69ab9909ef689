import { fitConstants } from './fit';
import type { Measurement } from './measurements';
import { prior } from './prior';
import { type Scored, scoreRows } from './score';

/** Every row scored by constants that were fitted without its model, without its accelerator, and without its kind of source. */
export interface Validated {
  readonly byModel: readonly Scored[];
  readonly byAccelerator: readonly Scored[];
  readonly bySource: readonly Scored[];
}

const SWEEPS = 12;

/** Variants of one model are one: who has seen the one has seen the other. */
const familyOf = (model: string): string => model.replace(/-\d{4}$/, '').replace(/^deepseek-(r1|v3).*/, 'deepseek-v3');

/** Leaves out whole models, then whole accelerators, then whole kinds of sources, and fits anew for each. */
export function crossValidate(rows: readonly Measurement[]): Validated {
  const without = (of: (row: Measurement) => string): readonly Scored[] =>
    [...new Set(rows.map(of))].sort().flatMap((name) => {
      const seen = rows.filter((row) => of(row) !== name);
      const { constants } = fitConstants(seen, prior, SWEEPS);
      return scoreRows(
        rows.filter((row) => of(row) === name),
        constants,
      );
    });
  return {
    byModel: without((row) => familyOf(row.model)),
    byAccelerator: without((row) => row.gpu),
    bySource: without((row) => row.kind),
  };
}
