export * from '../../kubernetes';
export { KubernetesSite, type KubernetesSiteProps } from './kubernetes-site';
export { type KubernetesSiteInput, KubernetesSiteSpec, kubernetesRules } from './rules';
