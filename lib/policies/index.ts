import { defaultDeny } from './default-deny';
import { encryptionAtRest } from './encryption-at-rest';
import { logsRetained } from './logs-retained';
import { noPlainSecrets } from './no-plain-secrets';
import { noWildcards } from './no-wildcards';
import { nothingPublic } from './nothing-public';
import { pinnedImages } from './pinned-images';
import type { Policy } from './policy';
import { restrictedPods } from './restricted-pods';
import { tags } from './tags';

export type { Acknowledgement } from './acknowledgement';
export { checkPolicies } from './enforce';
export { type PodView, podsOf } from './pods';
export {
  type ManifestView,
  manifestsOf,
  type Policy,
  type PolicyView,
  resourcesOf,
  type StackView,
  violation,
} from './policy';
export type { TerraformJson, TerraformObject, TerraformValues } from './terraform-json';

/** The policies that every factory is held to unless it is given others. */
export const standardPolicies: readonly Policy[] = Object.freeze([
  encryptionAtRest,
  nothingPublic,
  noWildcards,
  pinnedImages,
  logsRetained,
  noPlainSecrets,
  restrictedPods,
  defaultDeny,
  tags,
]);
