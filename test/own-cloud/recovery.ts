import type { CloudRecovery } from 'cdktf-ai-factory';

/** How objects of Meadow that a state misses are found: each has a name of its own, which imports it. */
export const meadowRecovery: CloudRecovery = {
  prefix: 'terraform_data',
  byName: { terraform_data: '{input.name}' },
};
