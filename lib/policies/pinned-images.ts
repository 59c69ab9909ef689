import type { LibraryFinding } from '../planner/model/finding';
import { podsOf, releasesOf } from './pods';
import { type LibraryPolicy, type StackView, violation } from './policy';
import { isReference, textAt } from './terraform-json';

const id = 'pinned-images';

const DIGEST = /@sha256:[0-9a-f]{64}$/;
const EXACT = /^v?\d+(\.\d+)*([-+.][0-9A-Za-z.+-]+)?$/;

/** Returns whether a text is exactly one version of a chart or add-on: no range, no `x`, no `latest`. */
export const isExactVersion = (text: string | undefined): boolean => EXACT.test(text ?? '');

/** A tag of one version; unlike a digest, its owner can move it. */
const VERSION_TAG = /:v?\d+\.\d+[A-Za-z0-9_.-]*$/;

function imageFindings(stack: StackView): readonly LibraryFinding[] {
  return podsOf(stack).flatMap(({ object, name, containers }) =>
    containers.flatMap((container): LibraryFinding[] => {
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

const releaseFindings = (stack: StackView): readonly LibraryFinding[] =>
  releasesOf(stack)
    .filter(({ values }) => !isExactVersion(textAt(values, 'version')))
    .map((object) =>
      violation(
        id,
        object,
        `release ${textAt(object.values, 'name')} has version "${textAt(object.values, 'version') ?? ''}"; state one exact version`,
      ),
    );

/** What runs tomorrow is what was reviewed today. */
export const pinnedImages: LibraryPolicy = {
  id,
  description: 'Containers run by digest or version, and charts by exact version: what was reviewed is what runs',
  check: ({ stacks }) => stacks.flatMap((stack) => [...imageFindings(stack), ...releaseFindings(stack)]),
};
