import type { Provenance } from './rows';

/** Where weights can be fetched from, and which names answer there. */
export interface WeightSource extends Provenance {
  /** Scheme of `weights.source`. */
  readonly scheme: string;
  readonly domains: readonly string[];
  /** Copies between two addresses, of which one is of this scheme. @default - the engine's own loader fetches from it */
  readonly tool?: SyncTool;
}

/** A command that copies what is missing; it takes origin and target as its last arguments. */
export interface SyncTool {
  /** Component row that pins its image. */
  readonly component: string;
  readonly command: readonly string[];
  /** Arguments that leave out the notes of the hub on what it fetched. */
  readonly withoutHubNotes: readonly string[];
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
    tool: {
      component: 'image/aws-cli',
      command: ['aws', 's3', 'sync', '--only-show-errors'],
      withoutHubNotes: ['--exclude', '.cache/*'],
    },
    source: 'AWS service endpoints: S3 by bucket, region and protocol; memory',
    asOf: '2026-11-24',
  },
];
