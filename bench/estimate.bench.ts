import { bench, describe } from 'vitest';
import { defaultCatalog } from '../lib/catalog/catalog';
import { estimateRow } from '../lib/cli/commands/estimate';

const row = { model: 'meta-llama/Llama-3.1-70B-Instruct', precision: 'fp8', gpu: 'H200', gpu_count: 8, nodes: 1 };
const lengths = { isl: 1024, osl: 1024 };

/** Each must stay below a millisecond, warm. */
describe('a row of estimate', () => {
  bench('a closed loop in a stated split', () => {
    estimateRow({ ...row, ...lengths, parallelism: 'TP8', concurrency: 64 }, defaultCatalog);
  });
  bench('all requests at once, split left open', () => {
    estimateRow({ ...row, scenario: 'Offline' }, defaultCatalog);
  });
  bench('limits to keep, split left open', () => {
    estimateRow({ ...row, scenario: 'Server', slo_ttft_p99_ms: 2000, slo_tpot_p99_ms: 100 }, defaultCatalog);
  });
  bench('arrivals at random', () => {
    estimateRow({ ...row, ...lengths, scenario: 'open loop at 8 req/s' }, defaultCatalog);
  });
  bench('a name that no row has', () => {
    estimateRow({ ...row, model: 'llama-3.1-71b' }, defaultCatalog);
  });
});
