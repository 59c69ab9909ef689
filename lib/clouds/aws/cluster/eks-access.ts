import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { Fn, type TerraformStack } from 'cdktf';
import type { KubernetesAccess } from '../../../port/kubernetes-access';
import { type AwsProviderSettings, awsProvider } from '../providers';

/** Cluster that a stack reaches, and the provider that its endpoint is read with. */
export interface EksAccessProps {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Provider of the cluster's region and account, which is added to the stack if it has none. */
  readonly provider: AwsProviderSettings;
  /** Name of the site, if the stack reaches the clusters of several sites. @default - the stack has one cluster */
  readonly alias?: string;
}

/**
 * Returns how a stack reaches an EKS cluster: by its endpoint, which is read by the cluster's name, with a token of
 * `aws eks get-token`.
 */
export function eksAccess(stack: TerraformStack, props: EksAccessProps): KubernetesAccess {
  const { clusterName, alias } = props;
  const { region, assumeRoleArn } = props.provider;
  const provider = awsProvider(stack, props.provider, alias);
  const cluster = new DataAwsEksCluster(stack, alias === undefined ? 'cluster' : `cluster-${alias}`, {
    name: clusterName,
    ...(alias === undefined ? {} : { provider }),
  });
  return {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'aws',
      args: [
        ...['eks', 'get-token', '--cluster-name', clusterName, '--region', region],
        ...(assumeRoleArn === undefined ? [] : ['--role-arn', assumeRoleArn]),
      ],
    },
  };
}
