import { refused } from '../../constructs/refused';
import { type EksClusterAttributes, ExistingCluster, type IEksCluster } from './cluster/existing-cluster';
import type { ISiteNetwork } from './handles/site-network';
import type { INetwork } from './network/network';
import type { AwsClusterOptions, AwsNetworkOptions, AwsSiteOptions } from './props.generated';

/**
 * Returns the keys of a site for its network, with those of an existing VPC for an object with a VPC.
 *
 * @throws FactoryError if the site states another range than the VPC has
 */
export function networkKeys(
  network: AwsNetworkOptions | INetwork | ISiteNetwork | undefined,
  addressRange: string | undefined,
  site: string,
): Pick<AwsSiteOptions, 'network' | 'addressRange'> {
  if (network === undefined) return {};
  if (!('vpcId' in network)) return { network };
  const { vpcId, privateSubnetIds, systemSubnetIds, publicSubnetIds, isIsolated } = network;
  if (addressRange !== undefined && addressRange !== network.addressRange) {
    throw refused({
      code: 'address-range-conflict',
      path: `sites.${site}.addressRange`,
      message: `found ${addressRange}, and the existing VPC ${vpcId} has ${network.addressRange}; remove \`addressRange\` of the site`,
    });
  }
  return {
    addressRange: addressRange ?? network.addressRange,
    network: {
      ...('created' in network ? network.created : {}),
      existing: { vpcId, privateSubnetIds, systemSubnetIds, publicSubnetIds, isolated: isIsolated },
    },
  };
}

/** Returns the keys of a site for its cluster, with those of an existing cluster for an object with a cluster's name. */
export function clusterKeys(cluster: AwsClusterOptions | IEksCluster | undefined): Pick<AwsSiteOptions, 'cluster'> {
  if (cluster === undefined) return {};
  if (!('clusterName' in cluster)) return { cluster };
  const { name, version, nodeSecurityGroupId, weightsDriverRole }: EksClusterAttributes =
    cluster instanceof ExistingCluster ? cluster.attributes : cluster;
  return { cluster: { version, existing: { name, nodeSecurityGroupId, weightsDriverRole } } };
}
