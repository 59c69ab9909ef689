export * from '../../kubernetes';
export {
  type KubernetesEntryOptions,
  type KubernetesGpuNodePoolProps,
  type KubernetesMoneyBudgetProps,
  KubernetesSite,
  type KubernetesSiteProps,
} from './kubernetes-site';
export { type KubernetesSiteInput, KubernetesSiteSpec, kubernetesRules } from './rules';
