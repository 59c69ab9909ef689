import {
  BYTES_PER_GB,
  GRAMS_PER_KG,
  HOURS_PER_DAY,
  HOURS_PER_MONTH,
  MILLION,
  SECONDS_PER_HOUR,
  SECONDS_PER_MINUTE,
} from '../../../units/convert';
import { factor, type Quantity } from './quantity';
import { SHARE, type Unit } from './unit';

/** Factors between units. */
export const one = factor(1, SHARE);
/** One, in a unit. */
export const oneOf = (unit: Unit): Quantity => factor(1, unit);
/** Nothing, in a unit. */
export const zeroOf = (unit: Unit): Quantity => factor(0, unit);
export const wattsPerKilowatt = factor(1000, 'W/kW');
export const hoursPerDay = factor(HOURS_PER_DAY, 'h/day');
export const hoursPerMonth = factor(HOURS_PER_MONTH, 'h/month');
export const gramsPerKilogram = factor(GRAMS_PER_KG, 'g CO2e/kg CO2e');
export const secondsPerHour = factor(SECONDS_PER_HOUR, 's/h');
export const secondsPerMinute = factor(SECONDS_PER_MINUTE, 's/min');
export const tokensPerMillion = factor(MILLION, 'token/million tokens');
export const monthsPerYear = factor(12, 'month/year');
export const bytesPerGigabyte = factor(BYTES_PER_GB, 'B/GB');
