import type { z } from 'zod';
import { AwsSiteSpec } from '../../spec/site';

export { AwsSiteSpec };
export type AwsSiteOptions = Omit<
  z.input<typeof AwsSiteSpec>,
  'provider' | 'pools' | 'power' | 'cooling' | 'money' | 'carbon'
>;
