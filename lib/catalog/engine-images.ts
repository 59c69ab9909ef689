import type { Provenance } from './rows';

/** Which image of an engine runs on the accelerators of a vendor. */
export interface EngineImage extends Provenance {
  readonly engine: string;
  readonly vendor: string;
  /** Component row that pins the image. */
  readonly component: string;
}

export const engineImages: readonly EngineImage[] = [
  { engine: 'vllm', vendor: 'nvidia', component: 'image/vllm', source: 'vLLM installation guide', asOf: '2026-11-23' },
  {
    engine: 'vllm',
    vendor: 'amd',
    component: 'image/vllm-rocm',
    source: 'vLLM installation guide',
    asOf: '2026-11-23',
  },
];
