import { findComponent, required } from '../../../catalog/catalog';
import type { Catalog, Component } from '../../../catalog/rows';
import { compare } from '../../../planner/model/finding';
import type { AddonPlan } from './plan';

/** What a managed cluster must tell so that its add-ons can be decided. */
export interface AddonFacts {
  /** Minor of the cluster, such as `1.35`. */
  readonly kubernetesVersion: string;
  /** Whether pods mount weights from the bucket. */
  readonly bucketWeights: boolean;
}

/** Roles that add-ons take by pod identity; the provider makes one of each for the cluster. */
const addonRoles = { cni: 'vpc-cni', disks: 'ebs-csi', buckets: 's3-csi' } as const;

type Addon = Omit<AddonPlan, 'version'> & { readonly when: boolean };

/**
 * Add-ons of a managed cluster, sorted by name, each at the version that the catalogue pins for the cluster's minor.
 *
 * Network policies are enforced by the CNI; the classes of disks are encrypted by the account's own default, and the
 * first class of volumes comes with the disk driver, so that Prometheus has one before any workload.
 *
 * @throws Error where the catalogue lacks the row of an add-on
 */
export function planAddons(facts: AddonFacts, catalog: Catalog): AddonPlan[] {
  return addons(facts)
    .filter(({ when }) => when)
    .map(({ name, configuration, identity }) => ({
      name,
      version: pinned(catalog, `addon/${name}`, facts.kubernetesVersion).version,
      configuration,
      identity,
    }))
    .sort((a, b) => compare(a.name, b.name));
}

/** The row for a minor, else the row for all of them. */
function pinned(catalog: Catalog, id: string, minor: string): Component {
  return catalog.components.find((row) => row.id === `${id}/${minor}`) ?? required(findComponent(catalog, id));
}

const addons = (facts: AddonFacts): readonly Addon[] => [
  {
    name: 'vpc-cni',
    when: true,
    configuration: {
      enableNetworkPolicy: 'true',
      // Prefixes instead of single addresses: nodes with many pods and few interfaces run out of the latter.
      env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
      nodeAgent: { enablePolicyEventLogs: 'true' },
    },
    identity: { serviceAccount: 'aws-node', namespace: 'kube-system', role: addonRoles.cni },
  },
  { name: 'kube-proxy', when: true, configuration: null, identity: null },
  {
    name: 'coredns',
    when: true,
    configuration: { autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 } },
    identity: null,
  },
  { name: 'eks-pod-identity-agent', when: true, configuration: null, identity: null },
  {
    name: 'aws-ebs-csi-driver',
    when: true,
    configuration: { defaultStorageClass: { enabled: true }, node: { tolerateAllTaints: true } },
    identity: { serviceAccount: 'ebs-csi-controller-sa', namespace: 'kube-system', role: addonRoles.disks },
  },
  {
    name: 'aws-mountpoint-s3-csi-driver',
    when: facts.bucketWeights,
    configuration: { node: { tolerateAllTaints: true } },
    identity: { serviceAccount: 's3-csi-driver-sa', namespace: 'kube-system', role: addonRoles.buckets },
  },
  { name: 'eks-node-monitoring-agent', when: true, configuration: null, identity: null },
  { name: 'metrics-server', when: true, configuration: null, identity: null },
];
