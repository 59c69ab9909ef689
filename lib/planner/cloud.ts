import type { z } from 'zod';
export interface CloudRules {
  readonly name: string;
  readonly siteSchema: z.ZodObject;
}
