import { resourcesOf, type StackView } from './policy';
import { at, listAt, objectAt, type TerraformObject, type TerraformValues, textAt } from './terraform-json';

/** A pod that an object of a stack makes. */
export interface PodView {
  readonly object: TerraformObject;
  /** What makes it, such as `Deployment chat`. */
  readonly name: string;
  readonly namespace: string | undefined;
  /** Pod spec in API form. */
  readonly spec: TerraformValues;
  /** Containers and init containers. */
  readonly containers: readonly TerraformValues[];
}

/** Every pod template of a stack: of Kubernetes objects of any kind, in API form or in the provider's own blocks. */
export const podsOf = (stack: StackView): readonly PodView[] =>
  stack.objects
    .filter((object) => object.mode === 'resource' && object.type.startsWith('kubernetes_'))
    .flatMap((object) => {
      const written = object.type === 'kubernetes_manifest';
      const root = written ? objectAt(object.values, 'manifest') : camel(object.values);
      return podSpecs(root).map(
        (spec): PodView => ({
          object,
          name: `${written ? textAt(root, 'kind') : object.type} ${textAt(root, 'metadata.name')}`,
          namespace: textAt(root, 'metadata.namespace'),
          spec,
          containers: ['initContainers', 'containers', 'ephemeralContainers'].flatMap((key) =>
            listAt(spec, key).filter((each): each is TerraformValues => typeof each === 'object' && each !== null),
          ),
        }),
      );
    });

/** Whatever has containers is a pod spec: kinds of controllers differ, pod specs do not. */
function podSpecs(value: unknown): readonly TerraformValues[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && Array.isArray(at(value, 'containers'))) return [value as TerraformValues];
  return Object.values(value).flatMap(podSpecs);
}

/** Lists that the provider's blocks name in the singular. */
const plural: Readonly<Record<string, string>> = {
  container: 'containers',
  initContainer: 'initContainers',
  volume: 'volumes',
};

/** The provider's blocks in the words of the API: `security_context` is `securityContext`, `container` a list. */
function camel(value: unknown): TerraformValues {
  const convert = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(convert);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, inner]) => {
        const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
        const list = plural[name];
        return list === undefined ? [name, convert(inner)] : [list, [inner].flat().map(convert)];
      }),
    );
  };
  return objectAt({ root: convert(value) }, 'root');
}

/** Helm releases of a stack. */
export const releasesOf = (stack: StackView): readonly TerraformObject[] => resourcesOf(stack, 'helm_release');
