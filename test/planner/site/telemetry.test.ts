import { describe, expect, it } from 'vitest';
import { formatFinding } from '../../../lib/planner/model/finding';
import type { FactoryInput } from '../../../lib/spec/factory';
import { aWorkload, type HallInput, aHall as hall, aPool as pool, aSite as region } from '../../../lib/testing';
import { plan } from '../factories';
import { moving } from '../moves/move-factories';

type Alerts = NonNullable<HallInput['alerts']>;
const late = { workload: 'chat', metric: 'ttftSeconds95', above: 2 } as const;
const price = { workload: 'chat', metric: 'usdPerMillionOutputTokens', above: 5 } as const;

const inHall = (alerts: Alerts, changes: Partial<FactoryInput> = {}) =>
  plan({ sites: { hall: hall({ alerts }) }, ...changes });
const telemetryOf = (planned: ReturnType<typeof plan>, site = 'hall') =>
  planned.sites.find((each) => each.name === site)?.runtime.telemetry;
const alertOf = (planned: ReturnType<typeof plan>, site?: string) => telemetryOf(planned, site)?.alerts?.[0];
const told = ({ findings }: ReturnType<typeof plan>) =>
  findings.filter(({ path }) => /alerts|dashboards/.test(path)).map(formatFinding);

describe('planned alerts', () => {
  it('name what serves the workload', () => {
    expect(alertOf(inHall({ late: { when: late } }))).toEqual({
      name: 'late',
      query: { workload: 'chat', metric: 'ttftSeconds95', servings: ['chat'] },
      limit: { above: 2 },
      for: '5m',
      severity: 'warning',
      summary: 'ttftSeconds95 of chat at hall is above 2',
      description: null,
      runbookUrl: null,
    });
  });

  it('keep expressions as they are, with and without a limit', () => {
    expect(alertOf(inHall({ down: { when: { expr: 'up == 0' } } }))).toMatchObject({
      query: { expr: 'up == 0' },
      limit: null,
      summary: 'down at hall: the condition holds',
    });
    expect(alertOf(inHall({ quiet: { when: { expr: 'sum(up)', below: 3 } } }))).toMatchObject({
      limit: { below: 3 },
      summary: 'quiet at hall is below 3',
    });
  });

  it('link to the runbooks of the factory unless they state their own', () => {
    const observability = { runbookUrl: 'https://example.com/runbooks' };
    const own = { when: late, runbookUrl: 'https://example.com/own' };
    expect(alertOf(inHall({ late: { when: late } }, { observability }))?.runbookUrl).toBe(
      'https://example.com/runbooks#late',
    );
    expect(alertOf(inHall({ late: own }, { observability }))?.runbookUrl).toBe('https://example.com/own');
  });

  it('are in the order of their names, however the file has them', () => {
    const planned = inHall({ zebra: { when: late }, ant: { when: late } });
    expect(telemetryOf(planned)?.alerts?.map(({ name }) => name)).toEqual(['ant', 'zebra']);
  });

  it('on the price of tokens measure servings whose accelerators have a price', () => {
    expect(alertOf(inHall({ price: { when: price } }))?.query).toMatchObject({ servings: ['chat'] });
  });
});

describe('planned dashboards', () => {
  it('keep the order of their panels', () => {
    const planned = plan({
      sites: {
        hall: hall({
          dashboards: {
            chat: {
              title: 'Chat',
              panels: [
                { title: 'First token', workload: 'chat', metric: 'ttftSeconds95', unit: 'ms' },
                { title: 'Bills', expr: 'sum(bills)' },
              ],
            },
          },
        }),
      },
    });
    expect(telemetryOf(planned)?.dashboards).toEqual([
      {
        name: 'chat',
        title: 'Chat',
        panels: [
          {
            title: 'First token',
            query: { workload: 'chat', metric: 'ttftSeconds95', servings: ['chat'] },
            unit: 'ms',
          },
          { title: 'Bills', query: { expr: 'sum(bills)' }, unit: null },
        ],
      },
    ]);
  });
});

describe('findings about alerts and dashboards', () => {
  it('are none if all is measured', () => {
    expect(told(inHall({ late: { when: late }, price: { when: price }, own: { when: { expr: 'up == 0' } } }))).toEqual(
      [],
    );
  });

  it('name an unknown workload', () => {
    const dashboards = { d: { title: 'D', panels: [{ title: 'P', workload: 'chta', metric: 'errorShare' as const }] } };
    const alerts = { late: { when: { ...late, workload: 'chta' } } };
    expect(told(plan({ sites: { hall: hall({ alerts, dashboards }) } }))).toEqual([
      expect.stringMatching(/^error {2}unknown-workload {2}sites\.hall\.alerts\.late\.when\.workload: .*"chta".*chat/),
      expect.stringMatching(/^error {2}unknown-workload {2}sites\.hall\.dashboards\.d\.panels\.0\.workload: .*"chta"/),
    ]);
  });

  it('warn about a workload that is placed at another site', () => {
    const planned = plan({
      sites: { east: region(), hall: hall({ alerts: { late: { when: late } } }) },
      workloads: { chat: aWorkload({ shares: { east: 1 } }) },
    });
    expect(told(planned)).toEqual([
      'warning  workload-not-served  sites.hall.alerts.late.when.workload: workload chat is placed at east and not at hall, so the alert is not created; state it there, or place the workload with workloads.chat.shares',
    ]);
    expect(alertOf(planned)?.query).toMatchObject({ servings: [] });
  });

  it('refuse a workload that may not run at the site', () => {
    const planned = plan({
      sites: { east: region(), hall: hall({ alerts: { late: { when: late } } }) },
      workloads: { chat: aWorkload({ sites: ['east'] }) },
    });
    expect(told(planned)).toEqual([
      'error  workload-not-served  sites.hall.alerts.late.when.workload: workload chat cannot be served at hall, which is not in workloads.chat.sites; add the site there, or state the alert at east',
    ]);
  });

  it('only note a workload that moves to the site or away from it', () => {
    const at = (phase: 'planned' | 'shift') => {
      const { migrations, ...rest } = moving({
        sites: { east: region(), hall: hall({ alerts: { late: { when: late } } }) },
      });
      const move = migrations?.['move'];
      return plan({ ...rest, migrations: move === undefined ? {} : { move: { ...move, phase } } });
    };
    expect(told(at('planned'))).toEqual([
      'note  workload-not-served  sites.hall.alerts.late.when.workload: workload chat is not served at hall in the present phase of migration move; the alert is created in the phases in which it is',
    ]);
    expect(told(at('shift'))).toEqual([]);
    expect(alertOf(at('shift'))?.query).toMatchObject({ servings: ['chat'] });
  });

  it('measure both revisions of a workload that moves inside a site', () => {
    const planned = plan({
      sites: {
        hall: hall({
          pools: { serve: pool({ machine: 'dgx-h200', count: 16 }), next: pool({ machine: 'dgx-h200', count: 16 }) },
          power: { itKw: 600, pue: 1.3, usdPerKwh: 0.16 },
          alerts: { late: { when: late } },
        }),
      },
      workloads: { chat: aWorkload({ pools: ['serve', 'next'] }) },
      migrations: {
        move: {
          workloads: ['chat'],
          from: { site: 'hall', pool: 'serve' },
          to: { site: 'hall', pool: 'next', revision: 'green' },
          phase: 'shift',
        },
      },
    });
    expect(alertOf(planned)?.query).toMatchObject({ servings: ['chat', 'chat-green'] });
  });

  it('warn about a price that nobody knows', () => {
    const planned = plan({
      sites: {
        hall: hall({
          cloud: 'somewhere',
          pools: { serve: pool({ machine: 'dgx-h200', count: 16, capacity: { type: 'on-demand' } }) },
          alerts: { price: { when: price }, late: { when: late } },
        }),
      },
    });
    expect(told(planned)).toEqual([
      'warning  metric-without-price  sites.hall.alerts.price.when.workload: usdPerMillionOutputTokens of chat is not measured on hall/serve, whose machine has no price, so the alert is not created; add the price under catalog.machinePrices or in `capacity` of the pool',
    ]);
    expect(telemetryOf(planned)?.alerts?.map(({ query }) => query)).toMatchObject([
      { metric: 'ttftSeconds95', servings: ['chat'] },
      { metric: 'usdPerMillionOutputTokens', servings: [] },
    ]);
  });
});
