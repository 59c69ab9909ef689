import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import type { Accelerator } from '../../../lib/catalog/rows';
import {
  bandwidthShare,
  estimatePrepared,
  estimateServing,
  fitMemory,
  MAX_PEAK_SHARE,
  peakShare,
  prepare,
  rateWithin,
  type ServingEstimate,
  type ServingLoad,
  type ServingShape,
} from '../../../lib/planner/performance';

/** Any model of the catalogue on any of its accelerators, in any split and format that holds it. */
const shapes: fc.Arbitrary<ServingShape> = fc
  .record({
    model: fc.constantFrom(...defaultCatalog.models),
    accelerator: fc.constantFrom(...defaultCatalog.accelerators),
    precision: fc.constantFrom('bf16' as const, 'fp8' as const, 'fp4' as const, 'int4' as const),
    tensor: fc.constantFrom(1, 2, 4, 8),
    pipeline: fc.constantFrom(1, 2),
    data: fc.constantFrom(1, 2, 4),
    spread: fc.boolean(),
  })
  .map(({ model, accelerator, precision, tensor, pipeline, data, spread }) => ({
    model,
    accelerator,
    precision,
    kvPrecision: precision === 'bf16' ? ('bf16' as const) : ('fp8' as const),
    accelerators: tensor * pipeline * data,
    nodes: Math.ceil((tensor * pipeline * data) / 8),
    scaleUpDomain: 8,
    scaleOutGbS: 50,
    parallelism: { tensor, pipeline, data, expert: spread && model.moe !== null ? tensor * data : 1 },
  }))
  .filter((shape) => fitMemory(shape).fits);

const loads: fc.Arbitrary<ServingLoad> = fc.record({
  inputTokens: fc.integer({ min: 1, max: 16_384 }),
  outputTokens: fc.integer({ min: 1, max: 8192 }),
  concurrency: fc.integer({ min: 1, max: 4096 }),
  arrival: fc.constantFrom('open' as const, 'closed' as const),
  tuned: fc.boolean(),
});

function answered(shape: ServingShape, load: ServingLoad): ServingEstimate {
  const answer = estimateServing(shape, load);
  fc.pre('estimate' in answer);
  return answer.estimate;
}

const faster = (accelerator: Accelerator, memory: number, compute: number): Accelerator => ({
  ...accelerator,
  memoryBandwidthGbS: accelerator.memoryBandwidthGbS * memory,
  denseTflops: {
    bf16: accelerator.denseTflops.bf16 * compute,
    fp8: accelerator.denseTflops.fp8 === null ? null : accelerator.denseTflops.fp8 * compute,
    fp4: accelerator.denseTflops.fp4 === null ? null : accelerator.denseTflops.fp4 * compute,
  },
});

describe('laws of the serving model', () => {
  it('answers every shape that holds its load with figures above zero', () => {
    fc.assert(
      fc.property(shapes, loads, (shape, load) => {
        const { outputTokensPerSecond, ttftMs, tpotMs, powerW } = answered(shape, load);
        for (const figure of [outputTokensPerSecond, ttftMs, tpotMs]) {
          expect(Number.isFinite(figure) && figure > 0).toBe(true);
        }
        expect(powerW > 0).toBe(shape.accelerator.boardW !== null);
      }),
    );
  });

  it('never passes 70% of the dense peak or the memory bandwidth', () => {
    fc.assert(
      fc.property(shapes, loads, (shape, load) => {
        const estimate = answered(shape, load);
        expect(peakShare(shape, load, estimate)).toBeLessThanOrEqual(MAX_PEAK_SHARE + 1e-9);
        const requests = Math.min(load.concurrency, estimate.maxConcurrency);
        expect(bandwidthShare(shape, load, estimate, requests)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same answer to the same question', () => {
    fc.assert(
      fc.property(shapes, loads, (shape, load) => {
        expect(answered(shape, load)).toEqual(answered(structuredClone(shape), { ...load }));
      }),
    );
  });

  it('loses no throughput to more requests until memory is full', () => {
    fc.assert(
      fc.property(shapes, loads, fc.double({ min: 1, max: 8, noNaN: true }), (shape, load, more) => {
        const few = answered(shape, load);
        const many = answered(shape, { ...load, concurrency: load.concurrency * more });
        fc.pre(load.concurrency * more <= few.maxConcurrency);
        expect(many.outputTokensPerSecond).toBeGreaterThanOrEqual(few.outputTokensPerSecond * (1 - 1e-6));
      }),
    );
  });

  it('gains from faster memory and from faster units', () => {
    fc.assert(
      fc.property(shapes, loads, fc.double({ min: 1, max: 4, noNaN: true }), (shape, load, factor) => {
        const base = answered(shape, load);
        const memory = answered({ ...shape, accelerator: faster(shape.accelerator, factor, 1) }, load);
        const compute = answered({ ...shape, accelerator: faster(shape.accelerator, 1, factor) }, load);
        for (const better of [memory, compute]) {
          expect(better.outputTokensPerSecond).toBeGreaterThanOrEqual(base.outputTokensPerSecond * (1 - 1e-6));
          expect(better.tpotMs).toBeLessThanOrEqual(base.tpotMs * (1 + 1e-6));
        }
      }),
    );
  });

  it('makes nobody wait less for a longer prompt', () => {
    fc.assert(
      fc.property(shapes, loads, fc.double({ min: 1, max: 4, noNaN: true }), (shape, load, factor) => {
        const single = { ...load, concurrency: 1, arrival: 'closed' as const };
        const short = answered(shape, single);
        const long = answered(shape, { ...single, inputTokens: load.inputTokens * factor });
        expect(long.ttftMs).toBeGreaterThanOrEqual(short.ttftMs * (1 - 1e-6));
      }),
    );
  });

  it('admits no more requests under tighter limits', () => {
    fc.assert(
      fc.property(shapes, loads, fc.double({ min: 0.1, max: 1, noNaN: true }), (shape, load, tighter) => {
        const prepared = prepare(shape, load);
        fc.pre(!('reason' in prepared));
        if ('reason' in prepared) return;
        const { ttftMs, tpotMs } = estimatePrepared(prepared, load);
        const loose = rateWithin(prepared, load, { ttftMs: ttftMs * 3, tpotMs: tpotMs * 2 });
        const tight = rateWithin(prepared, load, { ttftMs: ttftMs * 3 * tighter, tpotMs: tpotMs * 2 * tighter });
        // The search for the rate stops at a thousandth.
        const most = (loose?.requestsPerSecond ?? 0) * 1.01;
        expect(tight?.requestsPerSecond ?? 0).toBeLessThanOrEqual(most);
      }),
    );
  });
});
