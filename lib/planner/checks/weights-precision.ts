import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';
import { precisionOf } from '../resolve/precision';

/** Formats to which the engine turns published weights while it loads them. */
const ON_LOAD = ['fp8', 'bf16', 'fp16'];

/** Weights come in the format that they are served in, or in one from which the engine makes it. */
export const weights: LibraryCheck = {
  id: 'weights',
  why: 'a replica that is sized for four bits and loads sixteen does not start',
  check: ({ workloads }) =>
    workloads.flatMap((workload): LibraryFinding[] => {
      const { spec, model, path } = workload;
      const precision = precisionOf(workload);
      if (spec.weights.source !== undefined || precision === model.nativePrecision || ON_LOAD.includes(precision)) {
        return [];
      }
      return [
        {
          code: 'weights-in-other-precision',
          severity: 'warning',
          path: `${path}.precision`,
          message: `${precision} is asked for, but ${model.repository} holds ${model.nativePrecision} and the engine makes fp8 at most of it on load; state ${path}.weights.source with weights in ${precision}`,
        },
      ];
    }),
};
