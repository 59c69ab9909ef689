import type { Precision } from '../../catalog/rows';
import type { ResolvedWorkload } from '../model/resolved';

/** Precision that a workload is served in. */
export const precisionOf = (workload: ResolvedWorkload): Precision =>
  workload.spec.precision ?? workload.model.nativePrecision;
