import type { PerformanceConstants } from '../../lib/planner/performance';
import type { Validated } from './cross-validate';
import { errorsOf } from './score';

/** The file with the fitted constants and the errors to expect of them. */
export function constantsSource(constants: PerformanceConstants, { byModel, byAccelerator }: Validated): string {
  const worse = (key: 'tokens' | 'ttft' | 'tpot'): number =>
    Math.max(...[byModel, byAccelerator].map((scored) => errorsOf(scored.map((each) => each[key])).median));
  const lines = Object.entries(constants).map(([key, value]) => `  ${key}: ${Number(value.toPrecision(4))},`);
  return `import type { PerformanceConstants } from './calibration';

/** Fitted by scripts/calibrate.ts; do not edit. */
export const calibrated: PerformanceConstants = {
${lines.join('\n')}
};

/** Median errors on models and accelerators that the fit had not seen, the larger of the two. */
export const expectedError = {
  tokensPerSecond: ${Number(worse('tokens').toPrecision(2))},
  ttft: ${Number(worse('ttft').toPrecision(2))},
  tpot: ${Number(worse('tpot').toPrecision(2))},
} as const;
`;
}
