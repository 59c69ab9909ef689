import type { WeightSource } from './rows';

export const weightSources: readonly WeightSource[] = [
  {
    scheme: 'hf',
    domains: ['huggingface.co', '*.huggingface.co', '*.hf.co'],
    tool: null,
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
