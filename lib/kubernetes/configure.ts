import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { KubernetesAccess } from '../port/kubernetes-access';

/** Adds the Kubernetes provider of a cluster to a stack. With an alias, the stack reaches several clusters. */
export function configureKubernetes(
  stack: TerraformStack,
  access: KubernetesAccess,
  alias?: string,
): KubernetesProvider {
  return new KubernetesProvider(stack, alias === undefined ? 'kubernetes' : `kubernetes-${alias}`, {
    ...('exec' in access ? { ...access, exec: [{ ...access.exec, args: [...access.exec.args] }] } : access),
    ...(alias === undefined ? {} : { alias }),
  });
}

/** Returns the Kubernetes provider of a site in a stack that reaches several clusters. */
export function clusterProvider(stack: TerraformStack, site: string): KubernetesProvider | undefined {
  const found = stack.node.tryFindChild(`kubernetes-${site}`);
  return found instanceof KubernetesProvider ? found : undefined;
}
