export { configureKubernetes } from '../../kubernetes/configure';
export type { KubernetesAccess } from '../../port/kubernetes-access';
export { KubernetesSite, type KubernetesSiteProps } from './kubernetes-site';
export { type KubernetesSiteInput, KubernetesSiteSpec, kubernetesRules } from './rules';
