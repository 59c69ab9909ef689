import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { fabric } from '../../../lib/planner/checks/fabric';
import { planPlaced } from '../../../lib/planner/plan-factory';
import { chooseReplica } from '../../../lib/planner/size/choose-replica';
import { aPool, aSite } from '../../../lib/testing/builders';
import { placeFactory } from '../../standard';
import { factory } from '../factories';

// Rules that the clouds of the library never break.

const placed = (pool: Parameters<typeof aPool>[0]) =>
  placeFactory(factory({ sites: { east: aSite({ pools: { serve: aPool(pool) } }) } }), defaultCatalog);

describe('dra-with-karpenter', () => {
  const found = (manager: 'managed' | 'karpenter') => {
    const whole = placed({ manager });
    const sites = whole.factory.sites.map((site) => ({
      ...site,
      facts: { ...site.facts, acceleratorApi: 'dra' as const },
    }));
    return fabric.check({ ...whole.factory, sites }, planPlaced(whole)).map(({ code }) => code);
  };
  it('is reported for pods that ask through DRA where Karpenter makes the nodes', () =>
    expect(found('karpenter')).toEqual(['dra-with-karpenter']));
  it('is not reported for managed nodes', () => expect(found('managed')).toEqual([]));
});

describe('no-accelerator', () => {
  const choice = (machine: string) => {
    const [workload] = placed({}).factory.workloads;
    const [site] = placed({ machine }).factory.sites;
    const pool = site?.pools[0];
    if (workload === undefined || site === undefined || pool === undefined) throw new Error('nothing was resolved');
    const sized = chooseReplica(workload, site, pool, defaultCatalog);
    return 'rejected' in sized ? sized.rejected.code : undefined;
  };
  it('is the reason against a pool of plain nodes', () => expect(choice('m7i.2xlarge')).toBe('no-accelerator'));
  it('is no reason against a pool with accelerators', () => expect(choice('p5.48xlarge')).toBeUndefined());
});
