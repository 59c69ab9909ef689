import { App, TerraformStack, Testing } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { Telemetry } from '../../../lib/kubernetes/telemetry';
import { type QueryScope, statedAlertRule, statedDashboard } from '../../../lib/kubernetes/telemetry/custom';
import type { AlertPlan, DashboardPlan, MetricName, PanelPlan } from '../../../lib/planner/model/plan';
import { at } from '../factories';
import { anAlert, aServing, aSite, aTelemetry, aWideServing } from './fixture';
import { parse } from './promql';

const scope: QueryScope = { site: aSite(), serving: [aServing(), aWideServing()], telemetry: aTelemetry() };
const exprOf = (alert: Partial<AlertPlan>, at: QueryScope = scope): string | undefined =>
  statedAlertRule(anAlert(alert), at)?.rules[0]?.expr;
const metricOf = (metric: MetricName, servings: readonly string[] = ['chat'], workload = 'chat') =>
  exprOf({ query: { workload, metric, servings }, limit: { above: 1 } });

const aDashboard = (panels: readonly Partial<PanelPlan>[]): DashboardPlan => ({
  name: 'chat',
  title: 'Chat',
  panels: panels.map((panel, index) => ({ title: `${index}`, query: { expr: 'up' }, unit: null, ...panel })),
});

interface PanelJson {
  readonly title?: string;
  readonly type?: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string; readonly min?: number } };
}

const panelsOf = (panels: readonly Partial<PanelPlan>[]): readonly PanelJson[] =>
  JSON.parse(JSON.stringify(statedDashboard(aDashboard(panels), scope))).panels;

describe('a stated alert', () => {
  it('has the labels of its plan, and shows the value unless it has a description', () => {
    expect(statedAlertRule(anAlert(), scope)).toMatchObject({
      name: 'test-alert-frankfurt-price-alerts',
      rules: [
        {
          alert: 'price',
          for: '1h',
          labels: { factory: 'test', site: 'frankfurt', tenant: 'acme', workload: 'chat', severity: 'warning' },
          annotations: {
            summary: 'usdPerMillionOutputTokens of chat at frankfurt is above 5',
            description: 'the value is {{ $value | humanize }}',
          },
        },
      ],
    });
    const [rule] =
      statedAlertRule(anAlert({ description: 'call the hall', runbookUrl: 'https://example.com/hall' }), scope)
        ?.rules ?? [];
    expect(rule).toMatchObject({
      annotations: { description: 'call the hall', runbook_url: 'https://example.com/hall' },
    });
  });

  it('compares a value with its limit', () => {
    expect(metricOf('waitingRequests')).toBe(
      '((sum(vllm:num_requests_waiting{namespace="acme",pod=~"chat-[a-z0-9]+-[a-z0-9]{5}"}) or vector(0))) > 1',
    );
    expect(exprOf({ query: { expr: 'sum(up)' }, limit: { below: -0.25 } })).toBe('(sum(up)) < -0.25');
    expect(exprOf({ query: { expr: 'sum(up)' }, limit: { above: 12345678.9 } })).toBe('(sum(up)) > 12345678.9');
    expect(exprOf({ query: { expr: 'up == 0' }, limit: null })).toBe('up == 0');
  });

  it('compares all of an expression, whatever it ends with', () => {
    for (const expr of ['a or b', 'sum(up) # of all jobs', 'sum(\n  up\n)', 'a > 1']) {
      const compared = exprOf({ query: { expr }, limit: { above: 2 } }) ?? '';
      expect(parse(compared).errors).toEqual([]);
      expect(parse(`${compared} > 0`).errors).toEqual([]);
      expect(compared.replace(/#.*$/gm, '')).toMatch(/\)\s*> 2$/);
    }
  });

  it('is left out if the site serves nothing that it measures', () => {
    expect(metricOf('errorShare', [])).toBeUndefined();
    expect(metricOf('errorShare', ['chat'], 'other')).toBeUndefined();
    expect(exprOf({}, { ...scope, telemetry: {} })).toBeUndefined();
  });
});

describe('a metric', () => {
  it('is measured over all servings of the workload', () => {
    const green = aWideServing();
    const both = exprOf(
      { query: { workload: 'chat', metric: 'requestsPerSecond', servings: ['chat', 'frontier'] } },
      { ...scope, serving: [aServing(), { ...green, workload: 'chat' }] },
    );
    expect(both).toContain('pod=~"chat-[a-z0-9]+-[a-z0-9]{5}|frontier-[0-9]+(-[0-9]+)?"');
  });

  it('counts replicas of which every pod is ready', () => {
    expect(metricOf('readyReplicas', ['frontier'], 'frontier')).toMatch(
      /^\(\(sum\(floor\(sum by \(replica\) \(label_replace\(.*\) \/ 2\)\) or vector\(0\)\)\) > 1$/,
    );
  });

  it('takes the most expensive basis of the price', () => {
    expect(metricOf('usdPerMillionOutputTokens')).toContain('* 6.88) / 3600');
  });
});

describe('a stated dashboard', () => {
  it('shows each panel in the unit of its metric, or the stated one', () => {
    const query = { workload: 'chat', metric: 'ttftSeconds95', servings: ['chat'] } as const;
    const panels = panelsOf([{ query }, { query, unit: 'ms' }, {}]);
    expect(panels.map(({ fieldConfig }) => fieldConfig?.defaults.unit)).toEqual(['s', 'ms', 'none']);
    expect(panels.map(({ targets }) => targets?.[0]?.legendFormat)).toEqual(['chat', 'chat', '__auto']);
    expect(panels.map(({ type }) => type)).toEqual(['timeseries', 'timeseries', 'timeseries']);
  });

  it('shows negative values of own expressions', () => {
    const query = { workload: 'chat', metric: 'errorShare', servings: ['chat'] } as const;
    expect(panelsOf([{ query }, {}]).map(({ fieldConfig }) => fieldConfig?.defaults.min)).toEqual([0, undefined]);
  });

  it('leaves out panels of what the site does not serve', () => {
    const query = { workload: 'chat', metric: 'errorShare', servings: [] } as const;
    expect(panelsOf([{ query }, { title: 'own' }]).map(({ title }) => title)).toEqual(['own']);
  });
});

describe('stated telemetry in a cluster', () => {
  const synthesize = (alerts: readonly AlertPlan[], dashboards: readonly DashboardPlan[]) => {
    const stack = new TerraformStack(new App({ skipValidation: true }), 'frankfurt-workloads');
    const telemetry = aTelemetry({ alerts, dashboards });
    new Telemetry(stack, 'telemetry', { telemetry, serving: [aServing()], site: aSite() });
    const { resource } = JSON.parse(Testing.synth(stack));
    return resource as Record<string, Record<string, unknown>>;
  };
  const addresses = (resources: Record<string, unknown> = {}) =>
    Object.keys(resources).map((id) => id.replace(/_[0-9A-F]{8}$/, ''));

  it('has an address that holds its name and nothing that may change', () => {
    const before = synthesize([anAlert()], [aDashboard([{}])]);
    expect(addresses(before['kubernetes_manifest'])).toContain('telemetry_alert-price_rules');
    expect(addresses(before['kubernetes_config_map_v1'])).toContain('telemetry_dashboard-chat_dashboard');
    const after = synthesize(
      [anAlert({ limit: { below: 1 }, severity: 'critical', for: '2h', summary: 'other', query: { expr: 'up' } })],
      [{ ...aDashboard([{}, {}]), title: 'Other' }],
    );
    expect(Object.keys(after['kubernetes_manifest'] ?? {})).toEqual(Object.keys(before['kubernetes_manifest'] ?? {}));
    expect(Object.keys(after['kubernetes_config_map_v1'] ?? {})).toEqual(
      Object.keys(before['kubernetes_config_map_v1'] ?? {}),
    );
  });

  it('has a name that carries factory and site, and is found by Grafana', () => {
    const resources = synthesize([anAlert()], [aDashboard([{}])]);
    const rules = Object.values(resources['kubernetes_manifest'] ?? {}).map((each) => at(each, 'manifest'));
    expect(rules.map((each) => at(each, 'metadata', 'name'))).toContain('test-alert-frankfurt-price');
    const maps = Object.values(resources['kubernetes_config_map_v1'] ?? {});
    expect(maps.find((each) => at(each, 'metadata', 'name') === 'test-dashboard-frankfurt-chat')).toMatchObject({
      metadata: { namespace: 'monitoring', labels: { grafana_dashboard: '1' } },
      data: { 'test-dashboard-frankfurt-chat.json': expect.stringContaining('"title":"Chat"') },
    });
  });

  it('never shares an address or a name with what the library creates by itself', () => {
    const names = ['site', 'site-frankfurt', 'chat', 'serving-chat', 'acme-chat'];
    const resources = synthesize(
      names.map((name) => anAlert({ name })),
      names.map((name) => ({ ...aDashboard([{}]), name })),
    );
    for (const kind of ['kubernetes_manifest', 'kubernetes_config_map_v1']) {
      const objects = Object.values(resources[kind] ?? {}).map(
        (each) => at(each, 'manifest', 'metadata', 'name') ?? at(each, 'metadata', 'name'),
      );
      expect(objects).toHaveLength(2 + names.length);
      expect(new Set(objects).size).toBe(objects.length);
    }
  });
});
