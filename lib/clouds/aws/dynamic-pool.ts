import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Construct } from 'constructs';
import type { NodePoolPlan } from '../../planner/plan';
import type { Realize } from '../../port/port';
import { blockDevices } from './launch-template';
import { requireSubstrate } from './log-group';
import { DISCOVERY_TAG, karpenterNodeProfile, keyAlias, POOL_TAG, placementGroupName } from './names';
import type { AwsOptions } from './options';
import { awsPoolOf, type SubstratePlan } from './rules/plan';
import { HUGE_PAGES_SIZE, userData } from './user-data';

/** Karpenter's word for a capacity source. */
const capacityTypes: Readonly<Record<NodePoolPlan['capacity']['type'], string | null>> = {
  'on-demand': 'on-demand',
  spot: 'spot',
  reservation: 'reserved',
  'capacity-block': 'reserved',
  owned: null,
};

/** A pool as Karpenter's EC2NodeClass and NodePool: nodes come when pods need them and leave when empty. */
export const realizeDynamicPool =
  (options: AwsOptions): Realize<'dynamicPool'> =>
  (scope, id, plan, context) => {
    const substrate = requireSubstrate(context);
    const group = new Construct(scope, id);
    const labels = { 'app.kubernetes.io/managed-by': 'ai-factory' };
    const nodeClass = new Manifest(group, 'node-class', {
      manifest: {
        apiVersion: 'karpenter.k8s.aws/v1',
        kind: 'EC2NodeClass',
        metadata: { name: plan.name, labels },
        spec: nodeClassSpec(plan, substrate, { ...options.tags, ...context.site.tags }),
      },
    });
    const overlay = plan.fabric === 'efa' ? [addHugePages(group, plan, labels)] : [];
    new Manifest(group, 'node-pool', {
      manifest: {
        apiVersion: 'karpenter.sh/v1',
        kind: 'NodePool',
        metadata: { name: plan.name, labels },
        spec: nodePoolSpec(plan),
      },
      dependsOn: [nodeClass, ...overlay],
    });
    return { name: plan.name };
  };

/**
 * Tells Karpenter of the huge pages that nodes with EFA have: it knows of no such resource by itself, and would launch no node
 * for a pod that asks for it.
 */
function addHugePages(scope: Construct, plan: NodePoolPlan, labels: Readonly<Record<string, string>>): Manifest {
  return new Manifest(scope, 'huge-pages', {
    manifest: {
      apiVersion: 'karpenter.sh/v1alpha1',
      kind: 'NodeOverlay',
      metadata: { name: plan.name, labels },
      spec: {
        requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: [plan.name] }],
        capacity: { 'hugepages-2Mi': HUGE_PAGES_SIZE },
      },
    },
  });
}

/** @throws Error without a pinned image: nodes would be replaced whenever AWS publishes one */
function nodeClassSpec(
  plan: NodePoolPlan,
  { cluster: { name: clusterName }, keys }: SubstratePlan,
  tags: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const { image, interfaces, placementGroup } = awsPoolOf(plan);
  if (image?.alias == null) {
    throw new Error(`pool "${plan.name}" has no image alias; Karpenter pools pin one, such as bottlerocket@v1.57.0`);
  }
  const localStorage = plan.localNvmeGb > 0;
  // Karpenter stripes local disks itself, so user data holds the rest only.
  const data = userData({ family: image.family, localStorage: false, efa: plan.fabric === 'efa' });
  const discovery = [{ tags: { [DISCOVERY_TAG]: clusterName } }];
  return {
    amiSelectorTerms: [{ alias: image.alias }],
    instanceProfile: karpenterNodeProfile(clusterName),
    subnetSelectorTerms: discovery,
    securityGroupSelectorTerms: discovery,
    associatePublicIPAddress: false,
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpProtocolIPv6: 'disabled',
      httpPutResponseHopLimit: 1,
      httpTokens: 'required',
    },
    blockDeviceMappings: blockDevices(image.family, { diskGib: plan.diskGib, fastDisk: !localStorage }).map(
      ({ name, gib, iops, throughput }) => ({
        deviceName: name,
        ebs: {
          volumeType: 'gp3',
          volumeSize: `${gib}Gi`,
          iops,
          throughput,
          encrypted: true,
          kmsKeyID: keyAlias(keys.name),
          deleteOnTermination: true,
        },
      }),
    ),
    ...(data === undefined ? {} : { userData: data }),
    tags: { ...tags, Name: `${clusterName}-${plan.name}` },
    ...(localStorage ? { instanceStorePolicy: 'RAID0' } : {}),
    ...(interfaces.length === 0
      ? {}
      : {
          networkInterfaces: interfaces.map(({ card, device, type }) => ({
            networkCardIndex: card,
            deviceIndex: device,
            // Karpenter knows no combined interface: the primary carries IP, the others EFA.
            interfaceType: type === 'efa' ? 'interface' : type,
          })),
        }),
    ...(placementGroup ? { placementGroupSelector: { name: placementGroupName(clusterName, plan.name) } } : {}),
    ...reservations(plan, clusterName),
  };
}

function reservations(plan: NodePoolPlan, clusterName: string): Record<string, unknown> {
  const { capacity } = plan;
  if (capacity.type !== 'reservation' && capacity.type !== 'capacity-block') return {};
  const { reservationId } = capacity;
  return {
    capacityReservationSelectorTerms: [
      reservationId === null
        ? { tags: { [POOL_TAG]: plan.name, [DISCOVERY_TAG]: clusterName } }
        : { id: reservationId },
    ],
  };
}

function nodePoolSpec(plan: NodePoolPlan): Record<string, unknown> {
  const capacityType = capacityTypes[plan.capacity.type];
  if (capacityType === null)
    throw new Error(`pool "${plan.name}" has ${plan.capacity.type} capacity, which AWS does not have`);
  const requirement = (key: string, ...values: readonly string[]) => ({ key, operator: 'In', values });
  return {
    template: {
      metadata: { labels: { ...plan.labels } },
      spec: {
        nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: plan.name },
        requirements: [
          requirement('node.kubernetes.io/instance-type', plan.machine),
          requirement('karpenter.sh/capacity-type', capacityType),
          requirement('kubernetes.io/arch', plan.architecture),
          requirement('topology.kubernetes.io/zone', ...plan.zones),
        ],
        taints: plan.taints.map(({ key, value, effect }) => ({ key, value, effect })),
        // A node with a loaded model is never replaced for its age.
        expireAfter: 'Never',
      },
    },
    disruption: {
      // A node that serves is worth more than a tighter packing: loading a model takes longer than any gap.
      consolidationPolicy: 'WhenEmpty',
      consolidateAfter: '30m',
      budgets: [{ nodes: '1' }],
    },
    limits: plan.limits ?? { nodes: `${plan.nodes.max}` },
  };
}
