import type { CloudSite, DescribeContext, FabricFacts } from '../../../planner/model/cloud';
import { compare } from '../../../planner/model/finding';
import { clusterNames } from '../../../planner/model/names';
import type { NodePoolPlan, StoragePlan } from '../../../planner/model/plan';
import { siteNames } from './names';
import { DEFAULT_RANGE } from './network';
import { awsPoolOf } from './plan';
import { AWS, type AwsSiteSpec } from './site';

/** Name of the fabric of AWS in `fabric` of a pool. */
export const EFA = 'efa';

/** Resource by which pods ask for EFA interfaces. */
export const EFA_RESOURCE = 'vpc.amazonaws.com/efa';

/** Class of volumes that the EBS add-on makes once its default class is on. */
const EBS_CLASS = 'ebs-csi-default-sc';

/** Zones that a site uses if it names none. */
const DEFAULT_ZONES = 3;

/** Describes an AWS region in the planner's words. */
export function describeRegion(site: AwsSiteSpec, { factory, name }: DescribeContext): CloudSite {
  const names = siteNames(factory, name);
  const { allowedDomains, existing: network } = site.network;
  const { existing: cluster } = site.cluster;
  return {
    prices: AWS,
    regionRow: { provider: AWS, id: site.region, key: 'region' },
    region: site.region,
    accountId: site.accountId,
    context: site.access?.context ?? null,
    kubernetesVersion: site.cluster.version ?? null,
    ...(cluster === undefined ? {} : { clusterName: cluster.name }),
    defaultZones: network === undefined ? DEFAULT_ZONES : Object.keys(network.privateSubnetIds).sort(compare),
    soldByRow: true,
    // The range of an existing VPC must be stated.
    defaultRange: network === undefined ? DEFAULT_RANGE : null,
    fabric: efa,
    fabricAdvice: 'use a larger size or fabric none',
    // Images of EKS bring their drivers.
    drivers: 'present',
    logRetentionDays: site.logRetentionDays,
    egress: {
      enforcement: 'application-network-policy',
      loss:
        allowedDomains === undefined
          ? `the policies of the VPC CNI know names on nodes of EKS Auto Mode only, and the nodes of ${name} are not; state sites.${name}.network.allowedDomains, so that no other name resolves in the network`
          : null,
    },
    // The API of EKS has addresses in the VPC, whether or not it is public too.
    privateApi: true,
    storage: storageOf(factory, site, names.bucket(site.accountId)),
    // The class comes with the add-on of a cluster that the library creates.
    volumeClass: cluster === undefined ? EBS_CLASS : null,
    entry: { balancer: names.balancer, topic: names.events },
    // What others created is not known to have the controls.
    controls: [
      'encrypted-with-own-key',
      ...(network === undefined ? (['flow-logs'] as const) : []),
      ...(cluster === undefined ? (['audit-logs'] as const) : []),
      ...(cluster === undefined && (site.cluster.publicCidrs ?? []).length === 0 ? (['private-api'] as const) : []),
      ...(allowedDomains === undefined ? [] : (['resolves-allowed-names'] as const)),
    ],
  };
}

const efa: FabricFacts = {
  name: EFA,
  on: (machine) => (machine.network?.efa ?? 0) > 0,
  request: (pool: NodePoolPlan) => ({
    resource: EFA_RESOURCE,
    perPodOfNode: awsPoolOf(pool).interfaces.filter((each) => each.type !== 'interface').length,
    environment: { FI_PROVIDER: 'efa', FI_EFA_USE_DEVICE_RDMA: '1' },
    hugepagesMib: 5120,
    networks: [],
  }),
};

const storageOf = (factory: string, { region, storageClass }: AwsSiteSpec, bucket: string): StoragePlan => ({
  className: storageClass ?? clusterNames(factory).storageClass('gp3'),
  weights: { kind: 'bucket', driver: 's3.csi.aws.com', bucket, region, url: `s3://${bucket}` },
  create:
    storageClass === undefined
      ? { provisioner: 'ebs.csi.aws.com', parameters: { encrypted: 'true', type: 'gp3' } }
      : null,
});
