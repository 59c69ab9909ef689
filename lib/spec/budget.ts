import { z } from 'zod';
import { Email, Name, Share } from './name';

const positive = z.number().positive();

/** Electrical limits of a site; they bind at every site that states them. */
export const PowerSpec = z
  .strictObject({
    itKw: positive.optional().meta({
      description: 'IT load that the site may draw, after redundancy, in kW. @default - no limit but the feeds',
    }),
    feeds: z
      .record(
        Name,
        z.strictObject({
          kw: positive.meta({ description: 'Rated power of the feed in kW' }),
          redundancy: z
            .enum(['N', 'N+1', '2N'])
            .optional()
            .meta({ description: 'Redundancy of this feed. @default - that of the site' }),
        }),
      )
      .optional()
      .meta({ description: 'Feeds by name with their rated power; pools name theirs. @default - none' }),
    redundancy: z
      .enum(['N', 'N+1', '2N'])
      .default('N')
      .meta({ description: 'How much of what is installed may be loaded: all (N), all but one unit (N+1), half (2N)' }),
    units: z
      .number()
      .int()
      .min(2)
      .optional()
      .meta({ description: 'Power units that N+1 is counted over. @default - 2' }),
    continuousShare: Share.default(0.8).meta({ description: 'Share of a rating that a continuous load may use' }),
    growthShare: Share.default(0).meta({ description: 'Share kept free for growth' }),
    rackKw: positive.optional().meta({ description: 'Power limit of one rack in kW. @default - no limit' }),
    pue: z
      .number()
      .min(1)
      .max(3)
      .optional()
      .meta({ description: 'Facility power over IT power. @default - the row of the region' }),
    usdPerKwh: z
      .number()
      .min(0)
      .optional()
      .meta({ description: 'Price of energy. @default - the row of the country, for owned machines' }),
    gridGramsPerKwh: z
      .number()
      .min(0)
      .optional()
      .meta({ description: 'Carbon of the grid in g CO2e per kWh. @default - the row of the region' }),
  })
  .meta({ description: 'Electrical limits of the site' });
export type PowerSpec = z.infer<typeof PowerSpec>;

/** What the site can cool. */
export const CoolingSpec = z
  .strictObject({
    method: z
      .enum(['air', 'rear-door', 'liquid', 'hybrid'])
      .meta({ description: 'How heat leaves the racks; hybrid is liquid to the chips and air for the rest' }),
    airKw: positive.optional().meta({ description: 'Heat that air handling can remove, in kW. @default - no limit' }),
    airKwPerRack: positive
      .optional()
      .meta({ description: 'Heat that air can take from one rack, in kW. @default - the limit row of the method' }),
    inletC: z
      .number()
      .min(5)
      .max(45)
      .optional()
      .meta({ description: 'Temperature of the air that enters the servers, in °C. @default - not checked' }),
    inletClass: z
      .enum(['A1', 'A2', 'A3', 'A4', 'H1'])
      .optional()
      .meta({ description: 'ASHRAE class that the servers are rated for. @default - not checked' }),
    liquid: z
      .strictObject({
        supplyC: z.number().min(5).max(60).default(25).meta({ description: 'Temperature of the supply in °C' }),
        returnC: z.number().min(6).max(70).default(45).meta({ description: 'Temperature of the return in °C' }),
        maxFlowLpm: positive
          .optional()
          .meta({ description: 'Flow that the loop can carry, in litres a minute. @default - no limit' }),
        cdus: z
          .strictObject({
            count: z.number().int().positive().meta({ description: 'Distribution units that are installed' }),
            kw: positive.meta({ description: 'Heat that one unit carries, in kW' }),
            redundancy: z
              .enum(['N', 'N+1', '2N'])
              .default('N')
              .meta({ description: 'How many units may fail with all heat still carried' }),
          })
          .optional()
          .meta({ description: 'Coolant distribution units. @default - no limit' }),
      })
      .optional()
      .meta({ description: 'The liquid loop; needed by machines that are cooled by liquid' }),
  })
  .meta({ description: 'What the site can cool' });
export type CoolingSpec = z.infer<typeof CoolingSpec>;

/** Money limits of a site and who is told. */
export const MoneySpec = z
  .strictObject({
    usdPerMonth: positive.meta({ description: 'Budget in USD a month' }),
    alertShares: z
      .array(z.number().positive().max(2))
      .default([0.5, 0.8, 1])
      .meta({ description: 'Shares of the budget at which an alert is sent' }),
    notify: z.array(Email).default([]).meta({ description: 'Addresses that alerts go to' }),
  })
  .meta({ description: 'Money limit of the site' });
export type MoneySpec = z.infer<typeof MoneySpec>;

/** Carbon limit of a site. */
export const CarbonSpec = z
  .strictObject({ kgPerDay: positive.meta({ description: 'Limit in kg CO2e a day' }) })
  .meta({ description: 'Carbon limit of the site' });
export type CarbonSpec = z.infer<typeof CarbonSpec>;
