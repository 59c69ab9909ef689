import type { CloudRules } from '../../../planner/cloud';
import { describeCluster } from './facts';
import { KubernetesSiteSpec } from './site';

export { type KubernetesSiteInput, KubernetesSiteSpec } from './site';

/** Clusters that exist, as the planner knows them: own halls, GPU clouds, other hyperscalers. */
export const kubernetesRules: CloudRules<KubernetesSiteSpec> = {
  name: 'kubernetes',
  siteSchema: KubernetesSiteSpec,
  describe: describeCluster,
};
