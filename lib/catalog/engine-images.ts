import type { EngineImage } from './rows';

export const engineImages: readonly EngineImage[] = [
  {
    engine: 'vllm',
    vendor: 'nvidia',
    fabric: null,
    component: 'image/vllm',
    source: 'vLLM installation guide',
    asOf: '2026-11-23',
  },
  {
    engine: 'vllm',
    vendor: 'nvidia',
    fabric: 'efa',
    component: 'image/vllm-efa',
    source:
      'llm-d container images: llm-d-aws is vLLM with EFA, libfabric and NIXL; the image of vLLM has none of them',
    asOf: '2026-11-24',
  },
  {
    engine: 'vllm',
    vendor: 'amd',
    fabric: null,
    component: 'image/vllm-rocm',
    source: 'vLLM installation guide',
    asOf: '2026-11-23',
  },
];
