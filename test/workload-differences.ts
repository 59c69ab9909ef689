/** A field in which the same workload may differ between two sites, and why. */
interface WorkloadDifference {
  /** Object kind and path; `Pod` is the template of every server, `*` stands for any one step. */
  readonly field: string;
  readonly reason: string;
}

/**
 * Everything in which the objects of one workload differ between sites. Sites know nothing of a workload, and a workload
 * knows of a site only this; a test holds the list, in both directions, against factories with both kinds of site.
 */
export const workloadDifferences: readonly WorkloadDifference[] = [
  { field: '* metadata.labels.ai-factory/site', reason: 'says at which site the servers run' },
  { field: '* spec.replicas', reason: "each site is sized for its share of the requests and its accelerators' speed" },
  { field: 'ScaledObject spec.maxReplicaCount', reason: 'as the replicas' },
  { field: 'ScaledObject spec.minReplicaCount', reason: 'as the replicas' },
  {
    field: 'ScaledObject spec.triggers.*.metadata.threshold',
    reason: 'waiting requests follow what a replica batches',
  },
  { field: 'ScaledObject spec.fallback.replicas', reason: 'as the replicas' },
  {
    field: 'PrometheusRule spec.groups.*.rules.*',
    reason: 'alerts name their site, and their limits follow what the plan expects of it',
  },
  { field: 'Pod spec.containers.*.args.*', reason: 'batch size and split follow the memory of the accelerators' },
  {
    field: 'Pod spec.containers.*.image',
    reason:
      'the engine is built for its accelerators and, over EFA, with the libraries of that fabric; its version is the same',
  },
  { field: 'Pod spec.containers.*.env', reason: 'names the fabric to its library' },
  {
    field: 'Pod spec.containers.*.resources.*.*',
    reason: 'accelerators and fabric have the names of their device plugins; processors and memory follow the node',
  },
  { field: 'Pod spec.containers.*.resources.claims', reason: 'accelerators are requested through DRA' },
  { field: 'Pod spec.resourceClaims', reason: 'accelerators are requested through DRA' },
  { field: 'ResourceClaimTemplate', reason: 'accelerators are requested through DRA' },
  { field: 'Pod metadata.annotations.k8s.v1.cni.cncf.io/networks', reason: "the site's RDMA networks are attached" },
  {
    field: 'Pod metadata.annotations.kueue.x-k8s.io/podset-*',
    reason: 'the nodes of a replica are kept in one rack where the site says what a rack is',
  },
  { field: 'Pod spec.tolerations.*.key', reason: 'nodes are tainted by the resource of their accelerators' },
  { field: 'Pod spec.nodeSelector', reason: 'nodes of an existing cluster are found by the labels that they have' },
  {
    field: 'Pod spec.terminationGracePeriodSeconds',
    reason: 'the longest generation takes as long as the hardware takes',
  },
  { field: 'Pod spec.volumes.*.emptyDir.sizeLimit', reason: 'shared memory follows the memory of the node' },
  { field: 'Job metadata.name', reason: 'a job cannot be changed, so its name follows what it does' },
  {
    field: 'Job spec.template.spec.*',
    reason: 'a bucket is filled through its API, a volume as a folder; the weights are the same',
  },
  { field: 'PersistentVolume', reason: 'a bucket is mounted where the site has one' },
  { field: 'PersistentVolumeClaim spec.accessModes.*', reason: 'the mount of a bucket is read-only' },
  { field: 'PersistentVolumeClaim spec.storageClassName', reason: "the cache is of the site's class, or a bucket" },
  { field: 'PersistentVolumeClaim spec.volumeName', reason: 'a bucket is mounted where the site has one' },
];
