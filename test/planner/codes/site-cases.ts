import { aPool, aSite } from '../../../lib/testing/builders';
import { type Cases, ofHall, ofPool, ofSite } from './case';

const owned = { type: 'owned' };
const rack = (changes: object) => ({ serve: { machine: 'gb200-nvl72-tray', count: 18, capacity: owned, ...changes } });
const loop = (liquid: object | undefined) => ({
  power: { itKw: 400, pue: 1.3 },
  pools: rack({}),
  cooling: { method: 'hybrid', airKw: 60, ...(liquid === undefined ? {} : { liquid }) },
});
const feeds = (...names: readonly string[]) => ({
  power: { pue: 1.3, feeds: Object.fromEntries(names.map((name) => [name, { kw: 450 }])) },
});
const inlet = (inletC: number) => ({ cooling: { method: 'air', inletC, inletClass: 'A2' } });

/** Sites and pools: what they are made of, and their budgets. */
export const siteCases: Cases = {
  'address-range-size': ofSite({ addressRange: '10.16.0.0/26' }, { addressRange: '10.16.0.0/16' }),
  'carbon-over-limit': ofHall({ carbon: { kgPerDay: 1 } }, { carbon: { kgPerDay: 100_000 } }),
  'cdu-over-capacity': ofHall(
    loop({ cdus: { count: 2, kw: 20, redundancy: 'N+1' } }),
    loop({ cdus: { count: 2, kw: 200, redundancy: 'N+1' } }),
  ),
  'cluster-needs-two-zones': ofSite({ zones: ['us-east-1a'] }, { zones: ['us-east-1a', 'us-east-1b'] }),
  'inlet-outside-class': ofHall(inlet(40), inlet(30)),
  'inlet-outside-recommended': ofHall(inlet(30), inlet(24)),
  'liquid-flow-over-limit': ofHall(loop({ maxFlowLpm: 10 }), loop({ maxFlowLpm: 120 })),
  'liquid-loop-not-stated': ofHall(loop(undefined), loop({})),
  'liquid-return-not-above-supply': ofHall(loop({ supplyC: 45, returnC: 25 }), loop({ supplyC: 25, returnC: 45 })),
  'money-over-limit': {
    bad: { sites: { east: aSite({ pools: {}, money: { usdPerMonth: 100 } }) }, workloads: {} },
    good: { sites: { east: aSite({ pools: {}, money: { usdPerMonth: 10_000 } }) }, workloads: {} },
  },
  'no-grid-carbon': {
    bad: { sites: { west: aSite({ region: 'us-west-1', carbon: { kgPerDay: 1000 } }) } },
    good: { sites: { west: aSite({ region: 'us-east-1', carbon: { kgPerDay: 1000 } }) } },
  },
  'no-machine-with-accelerator': ofPool(
    { machine: undefined, accelerator: 'h100-pcie' },
    { machine: undefined, accelerator: 'h100-sxm' },
  ),
  'no-node-image': ofPool({ machine: 'trn2.48xlarge', image: { family: 'bottlerocket' } }, {}),
  'no-way-out': ofSite({ network: { nat: 'none' } }, {}),
  'out-of-range': ofPool({ count: -1 }, { count: 1 }),
  'ownership-estimated': ofHall(
    { pools: { serve: { machine: 'dgx-h200', count: 16, capacity: owned } } },
    { pools: { serve: { machine: 'dgx-h200', count: 16, capacity: { ...owned, usdPerNode: 320_000, lifeYears: 4 } } } },
  ),
  'pool-machine': ofPool({ accelerator: 'h100-sxm' }, {}),
  'pool-without-feed': ofHall(feeds('a', 'b'), feeds('a')),
  'power-cap-above-board': ofPool({ powerCapW: 900 }, { powerCapW: 500 }),
  'power-cap-below-measured': ofPool({ powerCapW: 50 }, { powerCapW: 500 }),
  'power-cap-without-board-power': ofPool({ machine: 'trn1.32xlarge', powerCapW: 300 }, { powerCapW: 500 }),
  'price-of-other-region': {
    bad: { sites: { west: aSite({ region: 'us-west-2' }) } },
    good: { sites: { west: aSite({ region: 'us-east-1' }) } },
  },
  'rack-not-whole': ofHall({ ...loop({}), pools: rack({ nodesPerRack: 5 }) }, loop({})),
  'rack-too-hot': ofHall(
    {
      cooling: { method: 'air', airKwPerRack: 15 },
      pools: { serve: { ...aPool({ machine: 'dgx-h200' }), count: 16, nodesPerRack: 4 } },
    },
    {
      cooling: { method: 'air', airKwPerRack: 15 },
      pools: { serve: { ...aPool({ machine: 'dgx-h200' }), count: 16, nodesPerRack: 1 } },
    },
  ),
  'unknown-country': ofHall({ country: 'XX' }, {}),
  'unknown-feed': ofHall(
    { ...feeds('a'), pools: { serve: { machine: 'dgx-h200', count: 16, feed: 'b' } } },
    { ...feeds('a'), pools: { serve: { machine: 'dgx-h200', count: 16, feed: 'a' } } },
  ),
};
