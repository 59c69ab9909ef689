import { type TerraformObject, textAt } from '../../policies/terraform-json';
import type { CloudRecovery } from '../../port/recovery';

/** Helm releases, which belong to no cloud. */
export const helmRecovery: CloudRecovery = {
  prefix: 'helm_',
  byName: { helm_release: '{namespace}/{name}' },
};

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
