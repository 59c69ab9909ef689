import { z } from 'zod';
import { Email, Share } from './name';

const positive = z.number().positive();

/** Electrical limits of a site. In a cloud region the facility is not the user's: there it is accounting. */
export const PowerSpec = z.strictObject({
  itKw: positive.optional().meta({ description: 'IT load that the site may draw, after redundancy' }),
  feeds: z
    .record(z.string(), z.strictObject({ kw: positive, redundancy: z.enum(['N', 'N+1', '2N']).optional() }))
    .optional()
    .meta({ description: 'Feeds by name with their rated power; pools name theirs' }),
  redundancy: z.enum(['N', 'N+1', '2N']).default('N'),
  units: z.number().int().min(2).optional().meta({ description: 'Power units that N+1 is counted over. @default - 2' }),
  continuousShare: Share.default(0.8).meta({ description: 'Share of a rating that a continuous load may use' }),
  growthShare: Share.default(0).meta({ description: 'Share kept free for growth' }),
  rackKw: positive.optional().meta({ description: 'Power limit of one rack' }),
  pue: z.number().min(1).max(3).optional(),
  usdPerKwh: z.number().min(0).optional(),
  gridGramsPerKwh: z.number().min(0).optional(),
});
export type PowerSpec = z.infer<typeof PowerSpec>;

/** What the site can cool. */
export const CoolingSpec = z.strictObject({
  method: z.enum(['air', 'rear-door', 'liquid', 'hybrid']),
  airKw: positive.optional().meta({ description: 'Heat that air handling can remove. @default - no limit' }),
  airKwPerRack: positive.optional().meta({ description: '@default - the limit row of the method' }),
  inletC: z.number().min(5).max(45).optional(),
  inletClass: z.enum(['A1', 'A2', 'A3', 'A4', 'H1']).optional(),
  liquid: z
    .strictObject({
      supplyC: z.number().min(5).max(60).default(25),
      returnC: z.number().min(6).max(70).default(45),
      maxFlowLpm: positive.optional(),
      cdus: z
        .strictObject({
          count: z.number().int().positive(),
          kw: positive,
          redundancy: z.enum(['N', 'N+1', '2N']).default('N'),
        })
        .optional(),
    })
    .optional(),
});
export type CoolingSpec = z.infer<typeof CoolingSpec>;

/** Money limits of a site and who is told. */
export const MoneySpec = z.strictObject({
  usdPerMonth: positive,
  alertShares: z.array(z.number().positive().max(2)).default([0.5, 0.8, 1]),
  notify: z.array(Email).default([]),
});
export type MoneySpec = z.infer<typeof MoneySpec>;

/** Carbon limit of a site. */
export const CarbonSpec = z.strictObject({ kgPerDay: positive });
export type CarbonSpec = z.infer<typeof CarbonSpec>;
