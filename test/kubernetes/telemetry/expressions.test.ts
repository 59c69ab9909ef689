import { describe, expect, it } from 'vitest';
import { statedAlertRule, statedDashboard } from '../../../lib/kubernetes/telemetry/custom';
import { servingDashboard } from '../../../lib/kubernetes/telemetry/dashboards/serving';
import { dashboardSite, siteDashboard } from '../../../lib/kubernetes/telemetry/dashboards/site';
import { moveRules } from '../../../lib/kubernetes/telemetry/rules/move';
import { servingRules } from '../../../lib/kubernetes/telemetry/rules/serving';
import { siteRules } from '../../../lib/kubernetes/telemetry/rules/site';
import type { PanelPlan } from '../../../lib/planner/model/plan';
import { dcgmFields } from '../../../lib/planner/site/dcgm';
import { metricNames } from '../../../lib/spec/telemetry';
import { metrics, seriesOf } from './exported-metrics';
import { aMove, anAlert, aServing, aSite, aTelemetry, aWideServing } from './fixture';
import { parse } from './promql';

const telemetry = aTelemetry();
/** One workload in two revisions, one of them over two nodes. */
const blue = aServing();
const green = { ...aWideServing(), name: 'chat-green', workload: 'chat' };
const greenPrice = { serving: 'chat-green', basis: 'owned', usdPerAcceleratorHour: 2.5 };
const stated = {
  site: aSite(),
  serving: [blue, green],
  telemetry: { costs: [...(telemetry.costs ?? []), greenPrice] },
};
const measured = [['chat'], ['chat-green'], ['chat', 'chat-green']].flatMap((servings) =>
  metricNames.map((metric) => ({ workload: 'chat', metric, servings })),
);
const groups = [
  ...siteRules(aSite(), telemetry),
  ...servingRules(aServing(), telemetry),
  ...servingRules(aWideServing(), telemetry),
  ...moveRules(aMove(), [aServing()], telemetry),
  ...measured.flatMap((query) => statedAlertRule(anAlert({ query }), stated) ?? []),
];
const rules = groups.flatMap((group) => group.rules);
const recorded = new Set(rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
const dashboards = [
  siteDashboard(dashboardSite(aSite()), telemetry),
  servingDashboard(aServing(), telemetry.costs ?? []),
  servingDashboard(aWideServing(), []),
  statedDashboard(
    {
      name: 'chat',
      title: 'Chat',
      panels: measured.map((query): PanelPlan => ({ title: query.metric, query, unit: null })),
    },
    stated,
  ),
];

/** Every query of a dashboard, found wherever it stands. */
const queries = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(queries);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'expr' && typeof inner === 'string' ? [inner] : queries(inner),
  );
};

const expressions = [...rules.map(({ expr }) => expr), ...dashboards.flatMap(queries)];
const known = new Set([...metrics.flatMap(seriesOf), ...recorded]);

describe('expressions of rules and dashboards', () => {
  it('are many enough for the tests below to mean something', () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(dashboards.flatMap(queries).length).toBeGreaterThan(50);
  });

  it('parse by the grammar of Prometheus', () => {
    expect(expressions.flatMap((expression) => parse(expression).errors.map((error) => [expression, error]))).toEqual(
      [],
    );
  });

  it('ask only for metrics that the catalogue of metrics lists or that a rule records', () => {
    const unknown = expressions.flatMap((expression) => parse(expression).metrics.filter((name) => !known.has(name)));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it('of stated alerts and dashboards ask for every metric of a workload', () => {
    const asked = groups.flatMap(({ name, rules: all }) => (name.includes('-alert-') ? all : []));
    expect(asked).toHaveLength(3 * metricNames.length);
    expect(new Set(asked.map(({ expr }) => expr)).size).toBe(asked.length);
  });

  it('find a wrong expression and a wrong metric when there is one', () => {
    expect(parse('sum(rate(vllm:prompt_tokens_total[5m])').errors).not.toEqual([]);
    expect(parse('sum(vllm:gpu_cache_usage_perc)').metrics.filter((name) => !known.has(name))).toEqual([
      'vllm:gpu_cache_usage_perc',
    ]);
  });
});

describe('the catalogue of metrics', () => {
  it('names each metric once', () => {
    const names = metrics.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('lists a DCGM field only if the platform exports it, with the same type', () => {
    const exported = new Map(dcgmFields.map(({ name, type }) => [name, type]));
    const listed = metrics.filter(({ name }) => name.startsWith('DCGM_'));
    expect(listed.filter(({ name, type }) => exported.get(name) !== type)).toEqual([]);
  });

  it('has no DCGM field exported that no rule or dashboard asks for', () => {
    const asked = new Set(expressions.flatMap((expression) => parse(expression).metrics));
    expect(dcgmFields.filter(({ name }) => !asked.has(name))).toEqual([]);
  });
});
