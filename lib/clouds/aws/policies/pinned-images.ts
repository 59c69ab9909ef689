import type { LibraryFinding } from '../../../planner/model/finding';
import { isExactVersion } from '../../../policies/pinned-images';
import { type LibraryPolicy, manifestsOf, resourcesOf, type StackView, violation } from '../../../policies/policy';
import { listAt, textAt } from '../../../policies/terraform-json';

const id = 'pinned-images';

function nodeFindings(stack: StackView): readonly LibraryFinding[] {
  const addons = resourcesOf(stack, 'aws_eks_addon')
    .filter(({ values }) => !isExactVersion(textAt(values, 'addon_version')))
    .map((object) =>
      violation(id, object, `add-on ${textAt(object.values, 'addon_name')} has no exact version; state addon_version`),
    );
  const classes = manifestsOf(stack)
    .filter(({ manifest }) => textAt(manifest, 'kind') === 'EC2NodeClass')
    .flatMap(({ object, manifest }) =>
      listAt(manifest, 'spec.amiSelectorTerms')
        .filter((term) => textAt(term, 'id') === undefined && !/@(?!latest$).+$/.test(textAt(term, 'alias') ?? ''))
        .map((term) =>
          violation(
            id,
            object,
            `nodes start from "${textAt(term, 'alias') ?? 'any image that fits'}", which changes; name a release or an id`,
          ),
        ),
    );
  return [...addons, ...classes];
}

/** Add-ons and node images are those that were reviewed. */
export const pinnedImages: LibraryPolicy = {
  id,
  description: 'Add-ons and node images run by exact version: what was reviewed is what runs',
  check: ({ stacks }) => stacks.flatMap((stack) => [...nodeFindings(stack)]),
};
