/** Mean lengths of the data set that a public benchmark sends to a model; measurements often leave the input out. */
export interface BenchmarkLengths {
  /** Model of the catalogue. */
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly source: string;
  readonly asOf: string;
}

export const benchmarkLengths: readonly BenchmarkLengths[] = [
  {
    model: 'llama-2-70b',
    inputTokens: 294,
    outputTokens: 294.45,
    source: 'MLPerf Inference, OpenOrca: output from the published mean; input from memory',
    asOf: '2026-11-24',
  },
  {
    model: 'mixtral-8x7b',
    inputTokens: 330,
    outputTokens: 144.84,
    source: 'MLPerf Inference, OpenOrca, GSM8K and MBXP: output from the published mean; input from memory',
    asOf: '2026-11-24',
  },
  {
    model: 'llama-3.1-405b',
    inputTokens: 9428,
    outputTokens: 684.68,
    source: 'MLPerf Inference, LongBench, LongDataCollections and Ruler: output published; input from memory',
    asOf: '2026-11-24',
  },
  {
    model: 'llama-3.1-8b',
    inputTokens: 778,
    outputTokens: 128,
    source: 'MLPerf Inference, CNN-DailyMail with 128 tokens of output; input from memory',
    asOf: '2026-11-24',
  },
  {
    model: 'deepseek-r1',
    inputTokens: 800,
    outputTokens: 3886.23,
    source: 'MLPerf Inference, AIME, MATH500, GPQA, MMLU-Pro and LiveCodeBench: output published; input from memory',
    asOf: '2026-11-24',
  },
];
