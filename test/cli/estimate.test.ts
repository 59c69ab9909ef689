import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../lib/catalog/catalog';
import { type EstimateAnswer, estimateLines, estimateRow } from '../../lib/cli/commands/estimate';
import { readParallelism, usualParallelisms } from '../../lib/cli/estimate/parallelism';

const row = {
  id: 'r1',
  model: 'meta-llama/Llama-3.1-70B-Instruct',
  precision: 'fp8',
  gpu: 'NVIDIA H100-SXM-80GB',
  gpu_count: 4,
  nodes: 1,
  parallelism: 'TP4',
  isl: 1024,
  osl: 1024,
  concurrency: 32,
};
const ask = (changes: Record<string, unknown>): EstimateAnswer => estimateRow({ ...row, ...changes }, defaultCatalog);

describe('a row of estimate', () => {
  it('is answered with figures, their basis and the error to expect of each', () => {
    const answer = ask({});
    expect(answer).toMatchObject({ id: 'r1', parallelism: 'TP4', basis: expect.stringContaining('calibrated') });
    expect(answer.total_output_tps).toBeGreaterThan(0);
    expect(answer.ttft_ms).toBeGreaterThan(0);
    expect(answer.tpot_ms).toBeGreaterThan(0);
    expect(answer.power_w).toBeGreaterThan(4 * 700 * 0.5);
    for (const error of Object.values(answer.expected_error ?? {})) {
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThan(0.5);
    }
    expect(answer).not.toHaveProperty('assumed');
  });

  it('does not read its id or what was measured', () => {
    const measured = { total_output_tps: 1, measured_ttft_ms: 1, measured_tpot_ms: 1, power_w: 1, submitter: 'x' };
    expect(ask({ id: 'other', ...measured })).toEqual({ ...ask({}), id: 'other' });
  });

  it('is refused with near rows where model, accelerator or format are not known', () => {
    const none = { total_output_tps: null, ttft_ms: null, tpot_ms: null, power_w: null };
    expect(ask({ model: 'llama-3.1-71b' })).toMatchObject({
      ...none,
      reason: expect.stringContaining('llama-3.1-70b'),
    });
    expect(ask({ gpu: 'H101' })).toMatchObject({ ...none, reason: expect.stringContaining('h100') });
    expect(ask({ precision: 'fp12' })).toMatchObject({ ...none, reason: expect.stringContaining('fp8') });
    expect(ask({ model: 'deepseek-r1' })).toMatchObject({ ...none, reason: expect.stringContaining('does not fit') });
  });

  it('takes the format from the name of the model where the row states none', () => {
    const named = ask({ model: 'nvidia/Llama-3.1-70B-Instruct-FP8', precision: null });
    expect(named.total_output_tps).toBe(ask({}).total_output_tps);
    expect(ask({ precision: null }).assumed).toEqual(['precision bf16']);
  });

  it('says what it assumed where a benchmark leaves lengths and split out', () => {
    const answer = ask({
      model: 'llama2-70b-99.9',
      isl: null,
      osl: null,
      parallelism: null,
      concurrency: null,
      scenario: 'Offline',
    });
    expect(answer.assumed).toEqual(['parallelism', 'isl 294', 'osl 294.45']);
    expect(answer.total_output_tps).toBeGreaterThan(0);
  });

  it('takes the limits of a benchmark for its scenario where the row states none', () => {
    const server = { model: 'llama-2-70b', isl: null, osl: null, concurrency: null, scenario: 'Server' };
    const stated = ask({ ...server, slo_ttft_p99_ms: 2000, slo_tpot_p99_ms: 200 });
    expect(ask(server).total_output_tps).toBe(stated.total_output_tps);
    const interactive = ask({ ...server, scenario: 'Interactive' });
    expect(interactive.total_output_tps).toBeLessThan(stated.total_output_tps ?? 0);
    expect(interactive.meets_objectives).toBe(true);
  });

  it('answers limits that nothing keeps with what one request gets, and says that they are not kept', () => {
    const answer = ask({ concurrency: null, scenario: 'Server', slo_ttft_p99_ms: 5, slo_tpot_p99_ms: 1 });
    expect(answer.meets_objectives).toBe(false);
    expect(answer.tpot_ms).toBeGreaterThan(1);
  });

  it('judges the limits of a row with a stated concurrency', () => {
    expect(ask({ slo_ttft_p99_ms: 60_000, slo_tpot_p99_ms: 1000 }).meets_objectives).toBe(true);
    expect(ask({ slo_ttft_p99_ms: 60_000, slo_tpot_p99_ms: 1 }).meets_objectives).toBe(false);
  });

  it('draws no more than the nameplate of the servers', () => {
    for (const machine of defaultCatalog.machines.filter((each) => each.accelerator !== null)) {
      const answer = ask({
        gpu: machine.accelerator,
        gpu_count: machine.accelerators,
        model: 'llama-3.2-1b',
        parallelism: null,
        concurrency: 64,
      });
      const peers = defaultCatalog.machines.filter((each) => each.accelerator === machine.accelerator);
      const nameplate = Math.max(...peers.map((each) => each.power.peakW / each.accelerators)) * machine.accelerators;
      expect(answer.power_w ?? 0, machine.id).toBeLessThanOrEqual(nameplate + 0.1);
    }
  });
});

describe('the split of a row', () => {
  it.each([
    ['TP8', 8, { tensor: 8, pipeline: 1, expert: 1, data: 1 }],
    ['TP4 PP2', 8, { tensor: 4, pipeline: 2, expert: 1, data: 1 }],
    ['TP1xPP4', 4, { tensor: 1, pipeline: 4, expert: 1, data: 1 }],
    ['TP8 attnDP1 moeTP1 EP8', 8, { tensor: 8, pipeline: 1, expert: 8, data: 1 }],
    ['DEP8', 8, { tensor: 1, pipeline: 1, expert: 8, data: 8 }],
    ['tp=2,dp=4', 8, { tensor: 2, pipeline: 1, expert: 1, data: 4 }],
  ])('reads %s', (text, count, split) => {
    expect(readParallelism(text, count)).toEqual(split);
  });

  it('does not read a split that needs more accelerators than the row has', () => {
    expect(readParallelism('TP16', 8)).toBeNull();
  });

  it('serves at least as much as any split that an operator would state', () => {
    const open = ask({ parallelism: null }).total_output_tps ?? 0;
    for (const parallelism of ['TP1', 'TP2', 'TP4']) {
      expect(open).toBeGreaterThanOrEqual(ask({ parallelism }).total_output_tps ?? 0);
    }
  });

  it('never splits heads unevenly', () => {
    for (const model of defaultCatalog.models) {
      for (const { tensor } of usualParallelisms(model, 16, 8)) expect(model.heads % tensor).toBe(0);
    }
  });
});

describe('lines of estimate', () => {
  it('are answered one by one, broken ones too', () => {
    const lines = estimateLines(`${JSON.stringify(row)}\n\nnot json\n[]\n`, defaultCatalog)
      .trim()
      .split('\n');
    const [good, broken, other] = lines.map((line) => JSON.parse(line) as EstimateAnswer);
    expect(lines).toHaveLength(3);
    expect(good?.total_output_tps).toBeGreaterThan(0);
    expect(broken?.reason).toMatch(/^not JSON/);
    expect(other?.reason).toMatch(/^not a row/);
  });
});
