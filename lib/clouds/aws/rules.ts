import type { AwsSiteOptions as Options } from '../../spec/aws-props.generated';

export { AwsSiteSpec } from '../../spec/site';
export type AwsSiteOptions = Omit<
  Options,
  'provider' | 'pools' | 'power' | 'cooling' | 'money' | 'carbon' | 'alerts' | 'dashboards'
>;
