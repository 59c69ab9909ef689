import { DataKubernetesResources } from '@cdktf/provider-kubernetes/lib/data-kubernetes-resources';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Reads one object of a cluster when Terraform plans, and gives the expression of it for use inside `try()`.
 *
 * It is listed by its name: a lookup of one object fails where there is none, a list is merely empty.
 */
export function readObject(
  scope: Construct,
  id: string,
  object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace: string;
  },
  provider?: TerraformProvider,
): string {
  const { apiVersion, kind, name, namespace } = object;
  const found = new DataKubernetesResources(scope, id, {
    apiVersion,
    kind,
    namespace,
    fieldSelector: `metadata.name=${name}`,
    ...(provider === undefined ? {} : { provider }),
  });
  return `${found.fqn}.objects[0]`;
}
