import { z } from 'zod';

/** Quantities with their unit in the type: mixing kW and W does not compile. */

const branded = <B extends string>(unit: B, schema: z.ZodNumber) => schema.brand(unit);

export const Watts = branded('W', z.number().min(0));
export type Watts = z.infer<typeof Watts>;
export const Kilowatts = branded('kW', z.number().min(0));
export type Kilowatts = z.infer<typeof Kilowatts>;
/** 10^9 bytes, as accelerator data sheets and link rates count. */
export const Gigabytes = branded('GB', z.number().min(0));
export type Gigabytes = z.infer<typeof Gigabytes>;
/** 2^30 bytes, as Kubernetes and EC2 count memory. */
export const Gibibytes = branded('GiB', z.number().min(0));
export type Gibibytes = z.infer<typeof Gibibytes>;
export const UsdPerHour = branded('USD/h', z.number().min(0));
export type UsdPerHour = z.infer<typeof UsdPerHour>;
