import type { Provenance } from './rows';

/** Where weights can be fetched from, and which names answer there. */
export interface WeightSource extends Provenance {
  /** Scheme of `weights.source`. */
  readonly scheme: string;
  readonly domains: readonly string[];
}

export const weightSources: readonly WeightSource[] = [
  {
    scheme: 'hf',
    domains: ['huggingface.co', '*.huggingface.co', '*.hf.co'],
    source: 'Hugging Face hub: pages and API, large files and the Xet store are under these names; memory',
    asOf: '2026-11-24',
  },
  {
    scheme: 's3',
    domains: ['*.amazonaws.com'],
    source: 'AWS service endpoints: S3 by bucket, region and protocol; memory',
    asOf: '2026-11-24',
  },
];
