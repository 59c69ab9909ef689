import type { Finding } from '../planner/finding';
import { podsOf, releasesOf } from './pods';
import { manifestsOf, type Policy, resourcesOf, type StackView, violation } from './policy';
import { isReference, listAt, textAt } from './terraform-json';

const id = 'pinned-images';

const DIGEST = /@sha256:[0-9a-f]{64}$/;
/** Exactly one version, as charts and add-ons have them: no range, no `x`, no `latest`. */
const EXACT = /^v?\d+(\.\d+)*([-+.][0-9A-Za-z.+-]+)?$/;

/** A tag of one version; unlike a digest, its owner can move it. */
const VERSION_TAG = /:v?\d+\.\d+[A-Za-z0-9_.-]*$/;

function imageFindings(stack: StackView): readonly Finding[] {
  return podsOf(stack).flatMap(({ object, name, containers }) =>
    containers.flatMap((container): Finding[] => {
      const image = textAt(container, 'image') ?? '';
      if (DIGEST.test(image) || isReference(image)) return [];
      const what = `container ${textAt(container, 'name')} of ${name} runs "${image}"`;
      return VERSION_TAG.test(image)
        ? [
            {
              ...violation(id, object, `${what}, whose tag its owner can move; add its digest, @sha256:…`),
              severity: 'warning',
            },
          ]
        : [violation(id, object, `${what}, which is another image tomorrow; name a version and its digest, @sha256:…`)];
    }),
  );
}

const releaseFindings = (stack: StackView): readonly Finding[] =>
  releasesOf(stack)
    .filter(({ values }) => !EXACT.test(textAt(values, 'version') ?? ''))
    .map((object) =>
      violation(
        id,
        object,
        `release ${textAt(object.values, 'name')} has version "${textAt(object.values, 'version') ?? ''}"; state one exact version`,
      ),
    );

function nodeFindings(stack: StackView): readonly Finding[] {
  const addons = resourcesOf(stack, 'aws_eks_addon')
    .filter(({ values }) => !EXACT.test(textAt(values, 'addon_version') ?? ''))
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

/** What runs tomorrow is what was reviewed today. */
export const pinnedImages: Policy = {
  id,
  description:
    'Containers run by digest or version, charts, add-ons and node images by exact version: what was reviewed is what runs',
  check: ({ stacks }) =>
    stacks.flatMap((stack) => [...imageFindings(stack), ...releaseFindings(stack), ...nodeFindings(stack)]),
};
