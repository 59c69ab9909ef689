import { type TerraformObject, textAt } from '../../policies/terraform-json';
import { type Attribute, importIdOf, named } from '../../port/recovery';
import { recoveries } from './recoveries';

export type { Attribute } from '../../port/recovery';

/** Import ids of resources of no cloud that follow from their own names. */
const byName = { helm_release: named('/', 'namespace', 'name') } as const;

const cloudOf = (type: string) => recoveries.find(({ prefix }) => type.startsWith(prefix));

/** Returns the import id of a resource by its own names; undefined if its type has none or a part is not known yet. */
export const importIdByName = (type: string, attribute: Attribute): string | undefined =>
  type === 'helm_release' ? importIdOf(byName[type], attribute) : cloudOf(type)?.importIdByName(type, attribute);

/** Returns the import id of a resource that was found by its tags; undefined if its type is not imported by them. */
export const importIdByArn = (type: string, arn: string): string | undefined =>
  cloudOf(type)?.importIdByObject(type, arn);

/** Types that are written by calls which can be repeated, with the call. A second apply continues where the first ended. */
export const repeatable: Readonly<Record<string, string>> = Object.assign(
  {},
  ...recoveries.map((recovery) => recovery.repeatable),
);

/** Types that can be neither repeated nor found by a name or a tag, with what a person does about one that was created. */
export const byHand: Readonly<Record<string, string>> = Object.assign(
  {},
  ...recoveries.map((recovery) => recovery.byHand),
);

/** Returns whether resources of a type can be imported. */
export const isImportable = (type: string): boolean =>
  type in byName || type.startsWith('kubernetes_') || cloudOf(type)?.isImportable(type) === true;

/** A Kubernetes object as its API names it. */
export interface KubernetesName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
}

/** The Kubernetes object of a resource; null for what is none. */
export function kubernetesNameOf({ type, values }: TerraformObject): KubernetesName | null {
  const core = (kind: string): KubernetesName => ({
    apiVersion: 'v1',
    kind,
    name: textAt(values, 'metadata.name') ?? '',
    namespace: textAt(values, 'metadata.namespace') ?? null,
  });
  switch (type) {
    case 'kubernetes_namespace_v1':
      return core('Namespace');
    case 'kubernetes_config_map_v1':
      return core('ConfigMap');
    case 'kubernetes_manifest':
      return {
        apiVersion: textAt(values, 'manifest.apiVersion') ?? '',
        kind: textAt(values, 'manifest.kind') ?? '',
        name: textAt(values, 'manifest.metadata.name') ?? '',
        namespace: textAt(values, 'manifest.metadata.namespace') ?? null,
      };
    default:
      return null;
  }
}

/** Import id of a Kubernetes object, as its resource type takes it. */
export function kubernetesImportId(type: string, { apiVersion, kind, name, namespace }: KubernetesName): string {
  if (type !== 'kubernetes_manifest') return namespace === null ? name : `${namespace}/${name}`;
  return [
    `apiVersion=${apiVersion}`,
    `kind=${kind}`,
    ...(namespace === null ? [] : [`namespace=${namespace}`]),
    `name=${name}`,
  ].join(',');
}
