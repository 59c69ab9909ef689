import type { CloudRules } from '../../../planner/model/cloud';
import { describeCluster } from './facts';
import { KUBERNETES_KEYS, KubernetesSiteSpec } from './site';

export { type KubernetesSiteInput, KubernetesSiteSpec } from './site';

/** Clusters that exist, as the planner knows them: own halls, GPU clouds, other hyperscalers. */
export const kubernetesRules: CloudRules<KubernetesSiteSpec> = {
  name: 'kubernetes',
  siteSchema: KubernetesSiteSpec,
  realizes: KUBERNETES_KEYS,
  describe: describeCluster,
};
