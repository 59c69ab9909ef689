import { z } from 'zod';
import { Email, Name, Share } from './name';

const positive = z.number().positive();

/** Electrical limits of a site; they bind at every site that states them. */
export const PowerSpec = z
  .strictObject({
    itKw: positive.optional().meta({
      description: 'Maximum IT load of the site in kW, after redundancy. @default - limited by `feeds` only',
    }),
    feeds: z
      .record(
        Name,
        z
          .strictObject({
            kw: positive.meta({ description: 'Rated power of the feed in kW.' }),
            redundancy: z
              .enum(['N', 'N+1', '2N'])
              .optional()
              .meta({ description: 'Redundancy of the feed. @default - the `redundancy` of the site' }),
          })
          .meta({ description: 'A power feed.' }),
      )
      .optional()
      .meta({ description: 'Power feeds by name. A pool selects its feed with `feed`. @default - none' }),
    redundancy: z.enum(['N', 'N+1', '2N']).default('N').meta({
      description:
        'Redundancy of the power supply: `N` loads all units, `N+1` keeps one unit spare, `2N` loads half of the rated power.',
    }),
    units: z
      .number()
      .int()
      .min(2)
      .optional()
      .meta({ description: 'Number of power units for `N+1`, one of which is spare. @default - 2' }),
    continuousShare: Share.default(0.8).meta({
      description: 'Share of the rated power that a continuous load may use, from 0 to 1.',
    }),
    growthShare: Share.default(0).meta({ description: 'Share of the power that is reserved for growth, from 0 to 1.' }),
    rackKw: positive.optional().meta({ description: 'Power limit per rack in kW. @default - no limit' }),
    pue: z.number().min(1).max(3).optional().meta({
      description:
        'Power usage effectiveness (PUE): facility power divided by IT power. @default - the value of the region in the catalogue',
    }),
    usdPerKwh: z.number().min(0).optional().meta({
      description:
        'Energy price in USD per kWh. @default - the price of the country in the catalogue, for owned machines',
    }),
    gridGramsPerKwh: z.number().min(0).optional().meta({
      description:
        'Carbon intensity of the grid in g CO2e per kWh. @default - the value of the region in the catalogue',
    }),
  })
  .meta({ description: 'Electrical limits of a site.' });
export type PowerSpec = z.infer<typeof PowerSpec>;

/** Cooling capacity of a site. */
export const CoolingSpec = z
  .strictObject({
    method: z.enum(['air', 'rear-door', 'liquid', 'hybrid']).meta({
      description: 'How heat is removed from the racks. `hybrid` cools the chips with liquid and the rest with air.',
    }),
    airKw: positive
      .optional()
      .meta({ description: 'Heat that air cooling can remove from the site, in kW. @default - no limit' }),
    airKwPerRack: positive.optional().meta({
      description:
        'Heat that air cooling can remove from one rack, in kW. @default - the limit of the method in the catalogue',
    }),
    inletC: z
      .number()
      .min(5)
      .max(45)
      .optional()
      .meta({ description: 'Air temperature at the server inlets in °C. @default - not checked' }),
    inletClass: z
      .enum(['A1', 'A2', 'A3', 'A4', 'H1'])
      .optional()
      .meta({ description: 'ASHRAE thermal class of the servers, used to check `inletC`. @default - A2' }),
    liquid: z
      .strictObject({
        supplyC: z.number().min(5).max(60).default(25).meta({ description: 'Supply temperature in °C.' }),
        returnC: z.number().min(6).max(70).default(45).meta({ description: 'Return temperature in °C.' }),
        maxFlowLpm: positive
          .optional()
          .meta({ description: 'Maximum flow of the loop in litres per minute. @default - no limit' }),
        cdus: z
          .strictObject({
            count: z.number().int().positive().meta({ description: 'Number of installed units.' }),
            kw: positive.meta({ description: 'Heat that one unit can remove, in kW.' }),
            redundancy: z.enum(['N', 'N+1', '2N']).default('N').meta({
              description:
                'Redundancy of the units: `N` uses all of them, `N+1` keeps one spare, `2N` keeps half spare.',
            }),
          })
          .optional()
          .meta({ description: 'Coolant distribution units (CDUs). @default - no limit' }),
      })
      .optional()
      .meta({
        description:
          'Liquid cooling loop. @default - none; the flow and the units of liquid-cooled machines are not checked',
      }),
  })
  .meta({ description: 'Cooling capacity of a site.' });
export type CoolingSpec = z.infer<typeof CoolingSpec>;

/** Monthly budget of a site and the recipients of its alerts. */
export const MoneySpec = z
  .strictObject({
    usdPerMonth: positive.meta({ description: 'Budget in USD per month.' }),
    alertShares: z
      .array(z.number().positive().max(2))
      .default([0.5, 0.8, 1])
      .meta({ description: 'Shares of the budget at which an alert is sent. 1 is the whole budget.' }),
    notify: z.array(Email).default([]).meta({ description: 'E-mail addresses that receive the budget alerts.' }),
  })
  .meta({ description: 'Monthly budget of a site.' });
export type MoneySpec = z.infer<typeof MoneySpec>;

/** Carbon limit of a site. */
export const CarbonSpec = z
  .strictObject({ kgPerDay: positive.meta({ description: 'Limit in kg CO2e per day.' }) })
  .meta({ description: 'Carbon limit of a site.' });
export type CarbonSpec = z.infer<typeof CarbonSpec>;
