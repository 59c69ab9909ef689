import { defaultDeny } from './default-deny';
import { noPlainSecrets } from './no-plain-secrets';
import { noWildcards } from './no-wildcards';
import { nothingPublic } from './nothing-public';
import { pinnedImages } from './pinned-images';
import type { LibraryPolicy, Policy } from './policy';
import { restrictedPods } from './restricted-pods';
import { tags } from './tags';

export { checkPolicies } from './enforce';
export {
  type LibraryPolicy,
  manifestsOf,
  type Policy,
  type PolicyView,
  resourcesOf,
  type StackView,
  violation,
} from './policy';
export type { TerraformJson, TerraformObject, TerraformValues } from './terraform-json';

/**
 * The policies for what every cluster has. Clouds add policies for their own resources, some under the same id: one promise
 * that is kept in two places.
 */
export const standardPolicies: readonly Policy[] = Object.freeze<readonly LibraryPolicy[]>([
  nothingPublic,
  noWildcards,
  pinnedImages,
  noPlainSecrets,
  restrictedPods,
  defaultDeny,
  tags,
]);
