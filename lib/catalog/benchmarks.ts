/** What a public benchmark sends to a model and asks of it; measurements often leave both out. */
export interface Benchmark {
  /** Model of the catalogue. */
  readonly model: string;
  /** Mean lengths of its data set; null where none is published. */
  readonly inputTokens: number | null;
  readonly outputTokens: number;
  /** Limits at the 99th percentile by scenario, in ms. */
  readonly limits: Readonly<Record<string, { readonly ttftMs: number; readonly tpotMs: number }>>;
  readonly source: string;
  readonly asOf: string;
}

const asOf = '2026-11-24';

/** Language models of MLPerf Inference, rounds 4.1 to 6.0. */
export const benchmarks: readonly Benchmark[] = [
  {
    model: 'llama-2-70b',
    inputTokens: 294,
    outputTokens: 294.45,
    limits: { server: { ttftMs: 2000, tpotMs: 200 }, interactive: { ttftMs: 450, tpotMs: 40 } },
    source: 'MLPerf Inference, OpenOrca: output and limits from the published results; input from memory',
    asOf,
  },
  {
    model: 'mixtral-8x7b',
    inputTokens: 330,
    outputTokens: 144.84,
    limits: { server: { ttftMs: 2000, tpotMs: 200 } },
    source:
      'MLPerf Inference, OpenOrca, GSM8K and MBXP: output and limits from the published results; input from memory',
    asOf,
  },
  {
    model: 'llama-3.1-405b',
    inputTokens: 9428,
    outputTokens: 684.68,
    limits: { server: { ttftMs: 6000, tpotMs: 175 }, interactive: { ttftMs: 4500, tpotMs: 80 } },
    source:
      'MLPerf Inference, LongBench, LongDataCollections and Ruler: output and limits from the published results; input from memory',
    asOf,
  },
  {
    model: 'llama-3.1-8b',
    inputTokens: 778,
    outputTokens: 128,
    limits: { server: { ttftMs: 2000, tpotMs: 100 }, interactive: { ttftMs: 500, tpotMs: 30 } },
    source:
      'MLPerf Inference, CNN-DailyMail with 128 tokens of output; server limits from the published results, the rest from memory',
    asOf,
  },
  {
    model: 'gpt-j-6b',
    inputTokens: 778,
    outputTokens: 69,
    limits: { server: { ttftMs: 2000, tpotMs: 100 } },
    source: 'MLPerf Inference, CNN-DailyMail; memory',
    asOf,
  },
  {
    model: 'deepseek-r1',
    inputTokens: 800,
    outputTokens: 3886.23,
    limits: { server: { ttftMs: 2000, tpotMs: 80 }, interactive: { ttftMs: 1500, tpotMs: 15 } },
    source:
      'MLPerf Inference, AIME, MATH500, GPQA, MMLU-Pro and LiveCodeBench: output and server limits from the published results; interactive limits: https://mlcommons.org/2026/03/mlperf-inference-gpt-oss; input from memory',
    asOf,
  },
  {
    model: 'gpt-oss-120b',
    inputTokens: null,
    outputTokens: 1278.2,
    limits: {},
    source:
      'MLPerf Inference 6.0: mean output of the reference in mlcommons/inference@2e1a6995:language/gpt-oss-120b/README.md; input and limits not found',
    asOf,
  },
];
