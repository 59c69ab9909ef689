import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { legsOf } from '../../../lib/planner/moves/legs';
import { demandOf } from '../../../lib/planner/resolve/demand';
import { aHall, aSite, aWorkload } from '../../../lib/testing/builders';
import { FactorySpec, placeFactory } from '../../standard';
import { moving } from '../moves/move-factories';

const lengths = {
  inputTokens: 1000,
  outputTokens: 200,
  peakFactor: 2,
  prefixCacheHitRate: 0,
  speculativeTokensPerStep: 1,
};

describe('a demand', () => {
  it('has the same rates whether requests or tokens are stated', () => {
    const rates = { requestsPerSecond: 5, peakRequestsPerSecond: 10 };
    expect(demandOf({ ...lengths, requestsPerSecond: 5 }, 'workloads.chat')).toMatchObject(rates);
    expect(demandOf({ ...lengths, outputTokensPerSecond: 1000 }, 'workloads.chat')).toMatchObject(rates);
  });

  it('is split between the legs of a workload', () => {
    const spec = moving({
      sites: { east: aSite(), west: aSite({ region: 'us-west-2', addressRange: '10.48.0.0/16' }), hall: aHall() },
      workloads: { chat: aWorkload({ shares: { east: 0.25, west: 0.75 } }) },
    });
    const { factory } = placeFactory(FactorySpec.parse(spec), defaultCatalog);
    const peak = factory.workloads[0]?.demand.peakRequestsPerSecond ?? Number.NaN;
    const rates = legsOf(factory).map(({ id, workload }) => [id, workload.demand.peakRequestsPerSecond / peak]);
    expect(rates).toEqual([
      ['chat', 0.75],
      ['chat@east', 0.25],
      ['chat@move', 0.25],
    ]);
  });
});
