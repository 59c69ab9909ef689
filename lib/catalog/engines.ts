import type { Engine } from './rows';

/** Port of the API of servers; also the default of constructs that are used without a plan. */
export const SERVER_PORT = 8000;

export const engines: readonly Engine[] = [
  {
    id: 'vllm',
    port: SERVER_PORT,
    memoryShare: 0.9,
    convertsTo: ['fp8', 'bf16', 'fp16'],
    source: 'vLLM documentation, `vllm serve`: --port, --gpu-memory-utilization, --dtype and --quantization; memory',
    asOf: '2026-11-24',
  },
];
