import type { z } from 'zod';
import { KubernetesSiteSpec } from '../../spec/site';

export { KubernetesSiteSpec };
export type KubernetesSiteOptions = Omit<
  z.input<typeof KubernetesSiteSpec>,
  'provider' | 'pools' | 'power' | 'cooling' | 'money' | 'carbon'
>;
