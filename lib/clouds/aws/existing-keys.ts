import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { refused } from '../../constructs/refused';
import { type EksClusterAttributes, ExistingCluster, type IEksCluster } from './cluster/existing-cluster';
import { SiteCluster } from './handles/site-cluster';
import { type ISiteNetwork, SiteNetwork } from './handles/site-network';
import { ExistingNetwork, type INetwork } from './network/existing-network';
import type { AwsClusterOptions, AwsNetworkOptions, AwsSiteOptions, ExistingClusterOptions } from './props.generated';

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
  if (network instanceof SiteNetwork) {
    throw refused({
      code: 'handle-of-a-site',
      path: `sites.${site}.network`,
      message:
        'found the network of a site, which is known only after that site is planned; pass a `Network` of a stack of your own to both sites, or a VPC by `SiteNetwork.fromAttributes`',
    });
  }
  const { vpcId } = network;
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
      existing: { vpcId, ...subnetKeys(network), isolated: network.isIsolated },
    },
  };
}

/** Whether nothing in the network that a site is put into, or gets, reaches the internet. */
export function isIsolatedNetwork(network: AwsNetworkOptions | INetwork | undefined): boolean {
  if (network === undefined) return false;
  if ('vpcId' in network) return network.isIsolated;
  return network.existing === undefined ? network.nat === 'none' : (network.existing.isolated ?? false);
}

/** Subnets of an existing VPC by zone. Those of a network that is created are in the order of its zones. */
function subnetKeys(network: INetwork) {
  if (network instanceof ExistingNetwork) {
    const { privateSubnetIds, systemSubnetIds, publicSubnetIds } = network.attributes;
    return {
      privateSubnetIds,
      systemSubnetIds: systemSubnetIds ?? privateSubnetIds,
      publicSubnetIds: publicSubnetIds ?? {},
    };
  }
  const byZone = (ids: readonly string[]) =>
    Object.fromEntries(ids.map((id, index) => [network.availabilityZones[index], id]));
  return {
    privateSubnetIds: byZone(network.privateSubnetIds),
    systemSubnetIds: byZone(network.systemSubnetIds),
    publicSubnetIds: byZone(network.publicSubnetIds),
  };
}

/**
 * Returns the keys of a site for its cluster, with those of an existing cluster for an object with a cluster's name.
 *
 * @throws FactoryError if it is the cluster of a site
 */
export function clusterKeys(
  cluster: AwsClusterOptions | IEksCluster | undefined,
  site: string,
): Pick<AwsSiteOptions, 'cluster'> {
  if (cluster === undefined) return {};
  if (!('clusterName' in cluster)) return { cluster };
  if (cluster instanceof SiteCluster) {
    throw refused({
      code: 'handle-of-a-site',
      path: `sites.${site}.cluster`,
      message:
        'found the cluster of a site, and a cluster belongs to one site; add pools to that site, or pass an `EksCluster` of a stack of your own',
    });
  }
  const { version, nodeSecurityGroupId, weightsDriverRole }: Omit<EksClusterAttributes, 'clusterName'> =
    cluster instanceof ExistingCluster ? cluster.attributes : cluster;
  return { cluster: { version, existing: { name: cluster.physicalName, nodeSecurityGroupId, weightsDriverRole } } };
}

/** The stack of a cluster that another stack of the app creates; undefined for a cluster that exists, or is created by the site. */
export const stackOfCluster = (cluster: AwsClusterOptions | IEksCluster): TerraformStack | undefined =>
  Construct.isConstruct(cluster) && !(cluster instanceof ExistingCluster) ? TerraformStack.of(cluster) : undefined;

/** The existing cluster that a site uses; undefined if its cluster is created. */
export const existingCluster = (
  cluster: AwsClusterOptions | IEksCluster,
  site: string,
): ExistingClusterOptions | undefined => clusterKeys(cluster, site).cluster?.existing;
