import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  gibibytes,
  gigabytes,
  kilowatts,
  milliseconds,
  round,
  seconds,
  usdPerMillion,
  watts,
} from '../../lib/units/convert';

const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });

describe('units', () => {
  it('come back from a round trip', () => {
    fc.assert(
      fc.property(positive, (value) => {
        expect(watts(kilowatts(value))).toBeCloseTo(value, 6);
        expect(seconds(milliseconds(value)) / value).toBeCloseTo(1, 12);
        expect(gigabytes(gibibytes(value)) / value).toBeCloseTo(1, 12);
      }),
    );
  });

  it('price a million tokens: $36 an hour at 10,000 tokens a second is $1 a million', () => {
    expect(usdPerMillion(36, 10_000)).toBe(1);
  });

  it('rounds halves up', () => {
    expect([round(1.005, 2), round(2.5), round(-0.4)]).toEqual([1.01, 3, -0]);
  });
});
