/** Factors and conversions between units. Only texts, such as formulas and PromQL, spell a factor out. */

export const SECONDS_PER_HOUR = 3600;
export const SECONDS_PER_MINUTE = 60;
export const MINUTES_PER_HOUR = 60;
export const HOURS_PER_DAY = 24;
/** Hours of an average month, as cloud price lists count. */
export const HOURS_PER_MONTH = 730;
export const MILLION = 1e6;
export const BYTES_PER_GB = 1e9;
export const GRAMS_PER_KG = 1e3;

export const kilowatts = (watts: number): number => watts / 1000;
export const watts = (kilowatts: number): number => kilowatts * 1000;
export const milliseconds = (seconds: number): number => seconds * 1000;
export const seconds = (milliseconds: number): number => milliseconds / 1000;
export const minutes = (seconds: number): number => seconds / SECONDS_PER_MINUTE;
export const hours = (minutes: number): number => minutes / MINUTES_PER_HOUR;
/** Kilowatts as messages show them, with one digit. */
export const kw = (watts: number): number => round(kilowatts(watts), 1);
/** GB (10^9 bytes) to GiB (2^30 bytes). */
export const gibibytes = (gigabytes: number): number => (gigabytes * BYTES_PER_GB) / 2 ** 30;
/** GiB (2^30 bytes) to GB (10^9 bytes). */
export const gigabytes = (gibibytes: number): number => (gibibytes * 2 ** 30) / BYTES_PER_GB;
/** Gbit/s to GB/s. */
export const gigabytesPerSecond = (gigabitsPerSecond: number): number => gigabitsPerSecond / 8;
/** USD per hour at a token rate, as USD per million tokens. */
export const usdPerMillion = (usdPerHour: number, tokensPerSecond: number): number =>
  usdPerHour / ((tokensPerSecond * SECONDS_PER_HOUR) / MILLION);

/** Rounds for display and for plans that are compared: `digits` after the point. */
export const round = (value: number, digits = 0): number => {
  const factor = 10 ** digits;
  return Math.round((value + Number.EPSILON) * factor) / factor;
};
