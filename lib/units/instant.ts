/** Points in time as RFC 3339 text. Nothing here reads the clock. */

import { HOURS_PER_DAY, MINUTES_PER_HOUR, milliseconds, SECONDS_PER_MINUTE, seconds } from './convert';

const MS_PER_MINUTE = milliseconds(SECONDS_PER_MINUTE);
const MS_PER_DAY = MS_PER_MINUTE * MINUTES_PER_HOUR * HOURS_PER_DAY;

/** Milliseconds since the epoch; NaN where the text is no instant. */
const epoch = (instant: string): number => Date.parse(instant);

/** Whether `a` is later than `b`. */
export const isAfter = (a: string, b: string): boolean => epoch(a) > epoch(b);

/** Seconds since the epoch. */
export const epochSeconds = (instant: string): number => seconds(epoch(instant));

/** The instant that many minutes earlier, in UTC and whole seconds. */
export const minutesBefore = (instant: string, minutes: number): string =>
  new Date(epoch(instant) - minutes * MS_PER_MINUTE).toISOString().replace('.000Z', 'Z');

/** The instant that many hours later, in UTC and whole seconds. */
export const hoursAfter = (instant: string, hours: number): string => minutesBefore(instant, -MINUTES_PER_HOUR * hours);

/** Whole days from `a` to `b`, both dates or instants. */
export const daysBetween = (a: string, b: string): number => Math.floor((epoch(b) - epoch(a)) / MS_PER_DAY);
