import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calibrated, MAX_PEAK_SHARE } from '../../../lib/planner/performance';
import { readMeasurements } from '../../../scripts/calibrate/measurements';
import { errorsOf, objectivesOf, scoreRows } from '../../../scripts/calibrate/score';
import { root } from '../../source';

/** Measurements that no constant was fitted on, and what the model must reach on them. */
const scored = scoreRows(readMeasurements(join(root, 'scripts/calibrate/unseen.json')), calibrated);
const errors = (key: 'tokens' | 'ttft' | 'tpot') => errorsOf(scored.map((each) => each[key]));

describe('on measurements that the fit had not seen', () => {
  it('the median error of tokens per second is at most 20 %, of nine in ten at most 60 %, without bias', () => {
    const { count, median, p90, bias } = errors('tokens');
    expect(count).toBe(72);
    expect(median).toBeLessThanOrEqual(0.2);
    expect(p90).toBeLessThanOrEqual(0.6);
    expect(Math.abs(bias)).toBeLessThanOrEqual(0.1);
  });

  it('the median error of both latencies is at most 30 %', () => {
    expect(errors('ttft').median).toBeLessThanOrEqual(0.3);
    expect(errors('tpot').median).toBeLessThanOrEqual(0.3);
  });

  it('at least 85 % of the objectives are judged rightly', () => {
    const { right, asked } = objectivesOf(scored);
    expect(right / asked).toBeGreaterThanOrEqual(0.85);
  });

  it('nothing is left unanswered, and no answer is beyond the hardware', () => {
    expect(scored.filter(({ reason }) => reason !== null)).toEqual([]);
    expect(Math.max(...scored.map(({ peakShare }) => peakShare))).toBeLessThanOrEqual(MAX_PEAK_SHARE + 1e-9);
    expect(Math.max(...scored.map(({ bandwidthShare }) => bandwidthShare))).toBeLessThanOrEqual(1);
  });
});
