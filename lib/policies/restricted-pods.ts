import { type PodView, podsOf } from './pods';
import { type LibraryPolicy, violation } from './policy';
import { at, isTrueAt, listAt, objectAt, type TerraformValues, textAt } from './terraform-json';

const id = 'restricted-pods';

/** Volumes that the Pod Security Standard `restricted` allows. */
const VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const PROFILES = ['RuntimeDefault', 'Localhost'];

/** What a pod lacks of the Pod Security Standard `restricted`: https://kubernetes.io/docs/concepts/security/pod-security-standards */
function podGaps({ spec }: PodView): readonly string[] {
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((key) => isTrueAt(spec, key)).map((key) => `sets ${key}`);
  const volumes = listAt(spec, 'volumes').flatMap((volume) => {
    const kinds = Object.keys(objectAt({ volume }, 'volume')).filter((key) => key !== 'name');
    return kinds.filter((kind) => !VOLUMES.includes(kind)).map((kind) => `mounts a ${kind} volume`);
  });
  return [...shared, ...volumes];
}

function containerGaps(container: TerraformValues, spec: TerraformValues): readonly string[] {
  const own = objectAt(container, 'securityContext');
  const pod = objectAt(spec, 'securityContext');
  const gaps: string[] = [];
  if (!isTrueAt(own, 'runAsNonRoot') && !(at(own, 'runAsNonRoot') === undefined && isTrueAt(pod, 'runAsNonRoot')))
    gaps.push('may run as root: set runAsNonRoot');
  if (Number(at(own, 'runAsUser') ?? at(pod, 'runAsUser') ?? 1) === 0) gaps.push('runs as user 0: set runAsUser');
  if (at(own, 'allowPrivilegeEscalation') !== false)
    gaps.push('may gain privileges: set allowPrivilegeEscalation to false');
  if (isTrueAt(own, 'privileged')) gaps.push('is privileged');
  if (!listAt(own, 'capabilities.drop').includes('ALL')) gaps.push('keeps capabilities: drop ALL');
  const added = listAt(own, 'capabilities.add').filter((each) => each !== 'NET_BIND_SERVICE');
  if (added.length > 0) gaps.push(`adds capabilities ${added.join(', ')}`);
  const profile = textAt(own, 'seccompProfile.type') ?? textAt(pod, 'seccompProfile.type') ?? 'none';
  if (!PROFILES.includes(profile)) gaps.push(`has the seccomp profile ${profile}: use RuntimeDefault`);
  return gaps;
}

/** Every pod that the stacks make keeps to the Pod Security Standard `restricted`. */
export const restrictedPods: LibraryPolicy = {
  id,
  description: 'Pods keep to the Pod Security Standard "restricted": model code and weights come from strangers',
  check: ({ stacks }) =>
    stacks.flatMap((stack) =>
      podsOf(stack).flatMap((pod) => [
        ...podGaps(pod).map((gap) => violation(id, pod.object, `the pod of ${pod.name} ${gap}`)),
        ...pod.containers.flatMap((container) =>
          containerGaps(container, pod.spec).map((gap) =>
            violation(id, pod.object, `container ${textAt(container, 'name')} of ${pod.name} ${gap}`),
          ),
        ),
      ]),
    ),
};
