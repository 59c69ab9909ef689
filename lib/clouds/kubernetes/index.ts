import type { KubernetesKind } from '../../kubernetes';
import { realizeKubernetes } from '../../kubernetes';
import type { Provider } from '../../port/port';
import { kubernetesRules } from './rules';

export { type KubernetesKind, type PodOptions, podTemplate, Serving, type ServingProps } from '../../kubernetes';
export { type KubernetesSiteInput, KubernetesSiteSpec, kubernetesRules } from './rules';

/** The adapter for any conformant Kubernetes cluster, and the cloud whose clusters exist. */
export const kubernetes = () =>
  ({ ...realizeKubernetes(), name: kubernetesRules.name, rules: kubernetesRules }) satisfies Provider<KubernetesKind>;
