import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Construct } from 'constructs';
import { DISCOVERY_TAG, karpenterNodeProfile, nameTag, POOL_TAG, placementGroupName } from '../rules/names';
import type { InterfacePlan } from '../rules/plan';
import type { NodeCapacity } from './capacity';
import { blockDevices } from './launch-template';
import { GPU_TAINTS, type ImageFamily, type NodeTaint } from './node-settings';
import { HUGE_PAGES_SIZE, userData } from './user-data';

/** Machine, limits, capacity and image of a pool that Karpenter launches. */
export interface KarpenterNodePoolProps {
  /** Name of the NodePool and its EC2NodeClass. */
  readonly name: string;
  /** Name of the cluster, by which subnets, security groups and the instance profile are found. */
  readonly clusterName: string;
  /** Instance type, such as `g6e.48xlarge`. */
  readonly machine: string;
  /** CPU architecture of the machine, as `kubernetes.io/arch` has it. @default 'amd64' */
  readonly architecture?: 'amd64' | 'arm64';
  /** Zones of the nodes. EFA and reservations need exactly one. */
  readonly zones: readonly string[];
  /** Most nodes. */
  readonly maxCount: number;
  /** Most of each resource that nodes may have together, such as `{ 'nvidia.com/gpu': '64' }`. @default - `maxCount` nodes */
  readonly limits?: Readonly<Record<string, string>>;
  /** How the nodes are obtained. A reservation without an id is found by its tags. @default - on demand */
  readonly capacity?: NodeCapacity;
  /** Image with its release, such as `bottlerocket@v1.57.0`. */
  readonly image: {
    /** Family of the image, which decides the form of the user data. */
    readonly family: ImageFamily;
    /** Family and release, as `amiSelectorTerms` of Karpenter take them. */
    readonly alias: string;
  };
  /** Network interfaces of each node; see `efaInterfaces`. @default - one */
  readonly interfaces?: readonly InterfacePlan[];
  /** Whether the nodes are in the pool's cluster placement group, which `KarpenterController.addPool` creates. @default false */
  readonly placementGroup?: boolean;
  /** Size of the data disk in GiB. @default 300 */
  readonly diskGib?: number;
  /** Whether the machine has NVMe disks, which then hold images and ephemeral volumes. @default false */
  readonly localStorage?: boolean;
  /** Id, ARN or alias of the key of the disks. @default - the account's default key */
  readonly keyId?: string;
  /** Labels of the nodes. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints of the nodes. @default - `nvidia.com/gpu=present:NoSchedule` */
  readonly taints?: readonly NodeTaint[];
  /** Tags of instances, volumes and interfaces. @default - none */
  readonly instanceTags?: Readonly<Record<string, string>>;
  /** Instance profile of the nodes. @default - that of `KarpenterController` */
  readonly instanceProfile?: string;
  /** Ids of the subnets of the nodes. @default - the subnets with the tag `karpenter.sh/discovery` of the cluster */
  readonly subnetIds?: readonly string[];
  /** Security groups of the nodes, by id or by tags. @default - those with the tag `karpenter.sh/discovery` of the cluster */
  readonly securityGroups?:
    | {
        /** Ids of the security groups. */
        readonly ids: readonly string[];
      }
    | {
        /** Tags that the security groups carry. */
        readonly tags: Readonly<Record<string, string>>;
      };
}

/**
 * A pool whose nodes Karpenter launches when pods need them and ends when they are empty: an EC2NodeClass and a NodePool.
 *
 * The stack's Kubernetes provider must reach a cluster with Karpenter.
 */
export class KarpenterNodePool extends Construct {
  /** Name of the NodePool, which nodes carry in the label `karpenter.sh/nodepool`. */
  public readonly nodePoolName: string;
  /** Labels of the nodes. */
  public readonly labels: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: KarpenterNodePoolProps) {
    super(scope, id);
    const { name } = props;
    const usesEfa = (props.interfaces ?? []).some(({ type }) => type !== 'interface');
    this.nodePoolName = name;
    this.labels = props.labels ?? {};
    const nodeClass = new Manifest(this, 'node-class', {
      manifest: {
        apiVersion: 'karpenter.k8s.aws/v1',
        kind: 'EC2NodeClass',
        metadata: { name, labels: managed },
        spec: nodeClassSpec(props, usesEfa),
      },
    });
    const overlay = usesEfa ? [addHugePages(this, name)] : [];
    new Manifest(this, 'node-pool', {
      manifest: {
        apiVersion: 'karpenter.sh/v1',
        kind: 'NodePool',
        metadata: { name, labels: managed },
        spec: nodePoolSpec(props),
      },
      dependsOn: [nodeClass, ...overlay],
    });
  }
}

const managed = { 'app.kubernetes.io/managed-by': 'ai-factory' } as const;

/** Karpenter's names of capacity sources. */
const capacityTypes: Readonly<Record<NodeCapacity['type'], string>> = {
  'on-demand': 'on-demand',
  spot: 'spot',
  reservation: 'reserved',
  'capacity-block': 'reserved',
};

/**
 * Declares the huge pages of nodes with EFA to Karpenter, which does not know the resource and would launch no node for a pod
 * that requests it.
 */
const addHugePages = (scope: Construct, name: string): Manifest =>
  new Manifest(scope, 'huge-pages', {
    manifest: {
      apiVersion: 'karpenter.sh/v1alpha1',
      kind: 'NodeOverlay',
      metadata: { name, labels: managed },
      spec: {
        requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: [name] }],
        capacity: { 'hugepages-2Mi': HUGE_PAGES_SIZE },
      },
    },
  });

function nodeClassSpec(props: KarpenterNodePoolProps, usesEfa: boolean): Record<string, unknown> {
  const { name, clusterName, image, interfaces = [], localStorage = false, diskGib = 300, keyId } = props;
  // Karpenter stripes local disks itself, so user data has the rest only.
  const data = userData({ family: image.family, localStorage: false, efa: usesEfa });
  const discovery = [{ tags: { [DISCOVERY_TAG]: clusterName } }];
  const { securityGroups } = props;
  return {
    amiSelectorTerms: [{ alias: image.alias }],
    instanceProfile: props.instanceProfile ?? karpenterNodeProfile(clusterName),
    subnetSelectorTerms: props.subnetIds === undefined ? discovery : props.subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms:
      securityGroups === undefined
        ? discovery
        : 'ids' in securityGroups
          ? securityGroups.ids.map((id) => ({ id }))
          : [{ tags: { ...securityGroups.tags } }],
    associatePublicIPAddress: false,
    metadataOptions: {
      httpEndpoint: 'enabled',
      httpProtocolIPv6: 'disabled',
      httpPutResponseHopLimit: 1,
      httpTokens: 'required',
    },
    blockDeviceMappings: blockDevices(image.family, { diskGib, fastDisk: !localStorage }).map(
      ({ name: deviceName, gib, iops, throughput }) => ({
        deviceName,
        ebs: {
          volumeType: 'gp3',
          volumeSize: `${gib}Gi`,
          iops,
          throughput,
          encrypted: true,
          ...(keyId === undefined ? {} : { kmsKeyID: keyId }),
          deleteOnTermination: true,
        },
      }),
    ),
    ...(data === undefined ? {} : { userData: data }),
    tags: { ...props.instanceTags, Name: nameTag(clusterName, name) },
    ...(localStorage ? { instanceStorePolicy: 'RAID0' } : {}),
    ...(interfaces.length === 0
      ? {}
      : {
          networkInterfaces: interfaces.map(({ card, device, type }) => ({
            networkCardIndex: card,
            deviceIndex: device,
            // Karpenter has no combined interface: the primary carries IP, the others EFA.
            interfaceType: type === 'efa' ? 'interface' : type,
          })),
        }),
    ...(props.placementGroup === true
      ? { placementGroupSelector: { name: placementGroupName(clusterName, name) } }
      : {}),
    ...reservations(props),
  };
}

function reservations({ name, clusterName, capacity }: KarpenterNodePoolProps): Record<string, unknown> {
  if (capacity?.type !== 'reservation' && capacity?.type !== 'capacity-block') return {};
  const { reservationId } = capacity;
  return {
    capacityReservationSelectorTerms: [
      reservationId == null ? { tags: { [POOL_TAG]: name, [DISCOVERY_TAG]: clusterName } } : { id: reservationId },
    ],
  };
}

function nodePoolSpec(props: KarpenterNodePoolProps): Record<string, unknown> {
  const { name, capacity = { type: 'on-demand' }, taints = GPU_TAINTS } = props;
  const requirement = (key: string, ...values: readonly string[]) => ({ key, operator: 'In', values });
  return {
    template: {
      metadata: { labels: { ...props.labels } },
      spec: {
        nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name },
        requirements: [
          requirement('node.kubernetes.io/instance-type', props.machine),
          requirement('karpenter.sh/capacity-type', capacityTypes[capacity.type]),
          requirement('kubernetes.io/arch', props.architecture ?? 'amd64'),
          requirement('topology.kubernetes.io/zone', ...props.zones),
        ],
        taints: taints.map(({ key, value, effect }) => ({ key, value, effect })),
        // A node with a loaded model is never replaced for its age.
        expireAfter: 'Never',
      },
    },
    disruption: {
      // Loading a model takes longer than any gap lasts, so nodes that serve are not packed more tightly.
      consolidationPolicy: 'WhenEmpty',
      consolidateAfter: '30m',
      budgets: [{ nodes: '1' }],
    },
    limits: props.limits ?? { nodes: `${props.maxCount}` },
  };
}
