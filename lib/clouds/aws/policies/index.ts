import type { LibraryPolicy, Policy } from '../../../policies';
import { encryptionAtRest } from './encryption-at-rest';
import { logsRetained } from './logs-retained';
import { noWildcards } from './no-wildcards';
import { nothingPublic } from './nothing-public';
import { pinnedImages } from './pinned-images';
import { tags } from './tags';

/** The policies for resources of AWS, beside `standardPolicies`. */
export const awsPolicies: readonly Policy[] = Object.freeze<readonly LibraryPolicy[]>([
  encryptionAtRest,
  nothingPublic,
  noWildcards,
  pinnedImages,
  logsRetained,
  tags,
]);
