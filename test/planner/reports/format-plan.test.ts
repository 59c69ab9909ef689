import { describe, expect, it } from 'vitest';
import { formatPlan } from '../../../lib/planner/reports/format-plan';
import { aPool, aWorkload } from '../../../lib/testing/builders';
import { plan, region } from '../factories';

describe('the table of workloads', () => {
  it('leaves out the capacity of replicas that cannot be served', () => {
    const planned = plan({
      sites: { east: region({ pools: { serve: aPool({ machine: 'trn2.3xlarge', maxCount: 40 }) } }) },
      workloads: { chat: aWorkload({ model: 'llama-3.1-8b' }) },
    });
    expect(planned.sites[0]?.serving).toEqual([]);
    const line = formatPlan(planned)
      .split('\n')
      .find((each) => each.startsWith('chat') || each.startsWith('  chat'));
    expect(line).toMatch(/ \d+ \/ - /);
  });
});
