import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { Fn, type TerraformStack } from 'cdktf';
import type { FactoryPlan, SitePlan } from '../../planner/plan';
import type { StackKind } from '../provider';
import { configureHelm } from './platform';

/** Reach of a cluster as the Kubernetes and Helm providers take it. */
type Access =
  | { readonly configContext: string }
  | {
      readonly host: string;
      readonly clusterCaCertificate: string;
      readonly exec: { readonly apiVersion: string; readonly command: string; readonly args: string[] };
    };

/**
 * Provider blocks of a stack that talks to a site's cluster.
 *
 * A kubeconfig context where the site names one (the file comes from KUBE_CONFIG_PATH); else the cluster's endpoint, read
 * by its name, with a token of `aws eks get-token`.
 */
export function configureKubernetes(
  stack: TerraformStack,
  kind: StackKind,
  site: SitePlan,
  _factory: FactoryPlan,
): void {
  const access = accessOf(stack, site);
  if (kind === 'platform') configureHelm(stack, 'exec' in access ? { ...access, exec: access.exec } : access);
  new KubernetesProvider(stack, 'kubernetes', 'exec' in access ? { ...access, exec: [access.exec] } : access);
}

function accessOf(stack: TerraformStack, site: SitePlan): Access {
  if (site.context !== null) return { configContext: site.context };
  const name = site.substrate?.cluster.name;
  if (name === undefined || site.region === null) {
    throw new Error(`site "${site.name}" has neither a kubeconfig context nor a cluster of its own; state a context`);
  }
  new AwsProvider(stack, 'aws', {
    region: site.region,
    ...(site.accountId === null ? {} : { allowedAccountIds: [site.accountId] }),
  });
  const cluster = new DataAwsEksCluster(stack, 'cluster', { name });
  return {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'aws',
      args: ['eks', 'get-token', '--cluster-name', name, '--region', site.region],
    },
  };
}
