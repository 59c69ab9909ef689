import type { KubernetesSiteOptions as Options } from '../../spec/kubernetes-props.generated';

export { KubernetesSiteSpec } from '../../spec/site';
export type KubernetesSiteOptions = Omit<
  Options,
  'provider' | 'pools' | 'power' | 'cooling' | 'money' | 'carbon' | 'alerts' | 'dashboards'
>;
