import type { EnergyPrice } from '../rows';

/** Electricity for large consumers, without refundable taxes; state `power.usdPerKwh` for the contract you have. */
export const energyPrices: readonly EnergyPrice[] = [
  {
    area: 'eu',
    usdPerKwh: 0.207,
    source:
      'https://ec.europa.eu/eurostat (news 2025-10-29: non-household average 19.02 EUR per 100 kWh, first half of 2025); 1.09 USD per EUR: memory',
    asOf: '2025-06-30',
  },
  {
    area: 'FI',
    usdPerKwh: 0.096,
    source:
      'https://ec.europa.eu/eurostat/statistics-explained Electricity_price_statistics (lowest non-household price, second half of 2023); 1.08 USD per EUR: memory',
    asOf: '2023-12-31',
  },
  {
    area: 'CY',
    usdPerKwh: 0.298,
    source:
      'https://ec.europa.eu/eurostat/statistics-explained Electricity_price_statistics (highest non-household price, second half of 2023); 1.08 USD per EUR: memory',
    asOf: '2023-12-31',
  },
  { area: 'US', usdPerKwh: 0.083, source: 'memory (EIA industrial average 2024)', asOf: '2024-12-31' },
  { area: 'GB', usdPerKwh: 0.3, source: 'memory (large non-domestic consumers, 2024)', asOf: '2024-12-31' },
  { area: 'JP', usdPerKwh: 0.15, source: 'memory (industrial average 2024)', asOf: '2024-12-31' },
  { area: 'IN', usdPerKwh: 0.09, source: 'memory (industrial average 2024)', asOf: '2024-12-31' },
  { area: 'SG', usdPerKwh: 0.19, source: 'memory (contestable consumers 2024)', asOf: '2024-12-31' },
  { area: 'AU', usdPerKwh: 0.15, source: 'memory (large business 2024)', asOf: '2024-12-31' },
  { area: 'CA', usdPerKwh: 0.08, source: 'memory (industrial average 2024)', asOf: '2024-12-31' },
  { area: 'BR', usdPerKwh: 0.12, source: 'memory (industrial average 2024)', asOf: '2024-12-31' },
  { area: 'CH', usdPerKwh: 0.18, source: 'memory (large consumers 2024)', asOf: '2024-12-31' },
];
