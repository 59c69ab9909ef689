import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { Fn, type TerraformStack } from 'cdktf';
import type { FactoryPlan, SitePlan } from '../planner/plan';
import type { StackKind } from '../port/port';
import { addHelmProvider } from './helm';

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
  factory: FactoryPlan,
): void {
  if (kind === 'traffic') for (const each of moving(factory)) addSiteProvider(stack, each);
  if (kind === 'traffic' && factory.traffic?.provider !== 'kubernetes') return;
  const access = accessOf(stack, site);
  if (kind === 'platform' && site.platform.releases.length > 0) addHelmProvider(stack, access);
  new KubernetesProvider(stack, 'kubernetes', 'exec' in access ? { ...access, exec: [access.exec] } : access);
}

/** Sites between which a migration moves requests. */
const moving = ({ sites, traffic }: FactoryPlan): readonly SitePlan[] =>
  sites.filter(({ name }) => (traffic?.moves ?? []).some((move) => move.from === name || move.to === name));

/** Reach of one more cluster in the same stack, under the site's name as alias. */
function addSiteProvider(stack: TerraformStack, site: SitePlan): void {
  const access = accessOf(stack, site, site.name);
  new KubernetesProvider(stack, `kubernetes-${site.name}`, {
    ...('exec' in access ? { ...access, exec: [access.exec] } : access),
    alias: site.name,
  });
}

/** The provider of a site's cluster in the traffic stack. */
export function clusterProvider(stack: TerraformStack, site: string): KubernetesProvider | undefined {
  const found = stack.node.tryFindChild(`kubernetes-${site}`);
  return found instanceof KubernetesProvider ? found : undefined;
}

function accessOf(stack: TerraformStack, site: SitePlan, alias?: string): Access {
  if (site.context !== null) return { configContext: site.context };
  const name = site.cluster;
  if (name === null || site.region === null) {
    throw new Error(`site "${site.name}" has neither a kubeconfig context nor a cluster of its own; state a context`);
  }
  const suffix = alias === undefined ? '' : `-${alias}`;
  // The AWS adapter has its own provider for the site where it shares the stack.
  const known = stack.node.tryFindChild(`aws${suffix}`);
  const provider =
    known instanceof AwsProvider
      ? known
      : new AwsProvider(stack, `aws${suffix}`, {
          region: site.region,
          ...(alias === undefined ? {} : { alias }),
          ...(site.accountId === null ? {} : { allowedAccountIds: [site.accountId] }),
        });
  const cluster = new DataAwsEksCluster(stack, `cluster${suffix}`, {
    name,
    ...(alias === undefined ? {} : { provider }),
  });
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
