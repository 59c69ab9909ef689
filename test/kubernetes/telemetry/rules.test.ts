import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moveRules } from '../../../lib/kubernetes/telemetry/rules/move';
import type { AlertRule } from '../../../lib/kubernetes/telemetry/rules/rule';
import { servingRules } from '../../../lib/kubernetes/telemetry/rules/serving';
import { siteRules } from '../../../lib/kubernetes/telemetry/rules/site';
import { podMatchers, ttftBucket } from '../../../lib/kubernetes/telemetry/signals';
import { aMove, aPool, aServing, aSite, aTelemetry, aWideServing } from './fixture';

const rulesOf = (groups: ReturnType<typeof siteRules>) => groups.flatMap((group) => group.rules);
const alertsOf = (groups: ReturnType<typeof siteRules>): AlertRule[] =>
  rulesOf(groups).filter((rule): rule is AlertRule => 'alert' in rule);
const recordsOf = (groups: ReturnType<typeof siteRules>) =>
  rulesOf(groups).flatMap((rule) => ('record' in rule ? [rule] : []));
const all = [
  ...siteRules(aSite(), aTelemetry()),
  ...servingRules(aServing(), aTelemetry()),
  ...moveRules(aMove(), [aServing()], aTelemetry()),
];

describe('alerts', () => {
  it('say how urgent they are, what happened and what to do', () => {
    for (const { labels, annotations, for: wait } of alertsOf(all)) {
      expect(['critical', 'warning', 'info']).toContain(labels.severity);
      expect(annotations.summary.length).toBeGreaterThan(10);
      expect(annotations.runbook_url).toMatch(/^https:\/\/example\.com\/runbooks#[a-z]+$/);
      expect(wait).toMatch(/^\d+[mh]$/);
      expect(labels).toMatchObject({ factory: 'test', site: 'frankfurt' });
    }
  });

  it('each have a chapter in the runbooks, and each chapter has its alert', () => {
    const text = readFileSync(join(__dirname, '../../../docs/runbooks.md'), 'utf8');
    const chapters = [...text.matchAll(/^## (\w+)$/gm)].map(([, name]) => name).sort();
    const names = [...new Set(alertsOf(all).map(({ alert }) => alert))].sort();
    expect(chapters).toEqual(names);
  });

  it('judge the first token by the bucket that holds the objective', () => {
    expect(ttftBucket(1)).toBe(1);
    expect(ttftBucket(1.5)).toBe(2.5);
    const fast = alertsOf(servingRules(aWideServing(), aTelemetry())).find(
      ({ alert }) => alert === 'FirstTokenBudgetBurnFast',
    );
    expect(fast?.expr).toContain('le="2.5"');
    const exact = alertsOf(all).find(({ alert }) => alert === 'FirstTokenBudgetBurnFast');
    expect(exact?.expr).toContain('le="1.0"');
  });

  it('leave out objectives that nobody stated', () => {
    const names = alertsOf(
      servingRules(aServing({ objectives: { ttftMs: null, interTokenMs: null, availability: 0.99 } }), aTelemetry()),
    ).map(({ alert }) => alert);
    expect(names).not.toContain('FirstTokenBudgetBurnFast');
    expect(names).not.toContain('InterTokenLatencyHigh');
  });

  it('keep quiet about ready pods where a serving may scale to none', () => {
    const names = alertsOf(servingRules(aServing({ replicas: { min: 0, max: 2 } }), aTelemetry())).map(
      ({ alert }) => alert,
    );
    expect(names).not.toContain('ServingHasNoReadyPods');
  });

  it('watch reservations only where capacity is reserved', () => {
    const site = aSite([aPool({ capacity: { type: 'on-demand' } })]);
    const names = alertsOf(siteRules(site, aTelemetry())).map(({ alert }) => alert);
    expect(names).not.toContain('ReservationUnused');
    expect(names).not.toContain('ReservationEndsSoon');
  });

  it('measure nothing of devices that no exporter reads', () => {
    const accelerator = { ...aPool().accelerator, vendor: 'amd', resource: 'amd.com/gpu' };
    const site = aSite([aPool({ accelerator: accelerator as ReturnType<typeof aPool>['accelerator'] })]);
    const names = alertsOf(siteRules(site, aTelemetry())).map(({ alert }) => alert);
    expect(names).not.toContain('GpuXidError');
    expect(names).not.toContain('PowerBudgetNearlySpent');
  });
});

describe('recorded values', () => {
  it('state the basis of each price', () => {
    const prices = recordsOf(all).filter(({ record }) => record === 'ai_factory:usd_per_million_output_tokens');
    expect(prices.map(({ labels }) => labels['basis'])).toEqual(['on-demand', 'reservation']);
  });

  it('account facility power as IT power times PUE, and say which PUE', () => {
    const facility = recordsOf(all).find(({ record }) => record === 'ai_factory:site_facility_watts');
    expect(facility?.expr).toBe('sum(ai_factory:site_it_watts{factory="test",site="frankfurt"}) * 1.2');
    expect(facility?.labels['pue']).toBe('1.2');
    const without = recordsOf(siteRules(aSite(), aTelemetry({ pue: null })));
    expect(without.map(({ record }) => record)).not.toContain('ai_factory:site_facility_watts');
  });

  it('add the hosts of existing pools by their planned number, as they carry no label of the library', () => {
    const it = recordsOf(siteRules(aSite([aPool({ manager: 'existing' })]), aTelemetry())).find(
      ({ record }) => record === 'ai_factory:site_it_watts',
    );
    expect(it?.expr).toContain('or vector(2)) * 1500');
  });
});

describe('podMatchers', () => {
  const pattern = (matchers: string) => new RegExp(`^(?:${/pod=~"([^"]+)"/.exec(matchers)?.[1] ?? ''})$`);

  it('match the pods of a Deployment and of nobody whose name only begins alike', () => {
    const own = pattern(podMatchers(aServing()));
    expect('chat-7d9f8b6c5d-x2x4z').toMatch(own);
    expect('chat-long-7d9f8b6c5d-x2x4z').not.toMatch(own);
    expect('chat-epp-7d9f8b6c5d-x2x4z').not.toMatch(own);
  });

  it('match leaders and workers of a LeaderWorkerSet', () => {
    const own = pattern(podMatchers(aWideServing()));
    expect('frontier-0').toMatch(own);
    expect('frontier-0-1').toMatch(own);
    expect('frontier-epp-7d9f8b6c5d-x2x4z').not.toMatch(own);
  });
});
