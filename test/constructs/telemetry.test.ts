import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformVariable, Testing } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  AiFactory,
  type AiFactoryProps,
  Alert,
  Dashboard,
  type FactoryInput,
  Peer,
  PromQl,
  SecurityBoundary,
  Tenant,
  TokenWorkload,
  WorkloadMetrics,
} from '../../lib';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { metricNames } from '../../lib/spec/telemetry';
import { sites } from '../testing/factories';

const everyField: FactoryInput = parse(readFileSync(join(__dirname, '../spec/every-field.yaml'), 'utf8'));

/** A hall that serves chat. */
function aHall(app = new App({ skipValidation: true }), id = 'harbour', props: Partial<AiFactoryProps> = {}) {
  const factory = new AiFactory(app, id, { owner: 'platform@example.com', ...props });
  const hall = new KubernetesSite(factory, 'hall', {
    context: 'hall',
    country: 'DE',
    storageClass: 'shared',
    entry: { hostname: 'gateway.hall.example.com' },
  });
  hall.addPool('serve', { machine: 'dgx-h200', count: 16, capacity: { type: 'owned', usdPerNode: 320_000 } });
  const assistants = new Tenant(factory, 'assistants');
  const chat = new TokenWorkload(factory, 'chat', {
    tenant: assistants,
    model: 'gpt-oss-120b',
    demand: { requestsPerSecond: 5, inputTokens: 1000, outputTokens: 300 },
  });
  return { factory, hall, assistants, chat };
}

const hallOf = (spec: FactoryInput) => spec.sites['hall'];

describe('metrics of a workload', () => {
  it('have a member for each metric of a factory file', () => {
    const { chat } = aHall();
    for (const metric of metricNames) {
      expect(chat.metrics[metric].source).toEqual({ workload: chat, metric });
    }
    expect(Object.keys(chat.metrics).sort()).toEqual([...metricNames, 'workload'].sort());
    expect(chat.metrics).toBeInstanceOf(WorkloadMetrics);
  });

  it('are had of a workload that is referred to by name', () => {
    const { factory, hall } = aHall();
    const other = TokenWorkload.fromWorkloadName(factory, 'imported', 'chat');
    new Alert(hall, 'late', { when: other.metrics.ttftSeconds95.above(2) });
    expect(hallOf(factory.toSpec())?.alerts).toEqual({
      late: { when: { workload: 'chat', metric: 'ttftSeconds95', above: 2 } },
    });
  });
});

describe('an alert', () => {
  it('renders what a factory file states', () => {
    const { factory, hall, chat } = aHall();
    new Alert(hall, 'price', { when: chat.metrics.usdPerMillionOutputTokens.above(5), for: '1h', severity: 'warning' });
    hall.addAlert('id', {
      name: 'replicas',
      when: chat.metrics.readyReplicas.below(2),
      summary: 'too few',
      description: 'look at the queue',
      runbookUrl: 'https://example.com/replicas',
    });
    hall.addAlert('bills', { when: PromQl.expression('sum(bills)').above(5) });
    hall.addAlert('down', { when: PromQl.condition('up == 0') });
    expect(hallOf(factory.toSpec())?.alerts).toEqual({
      price: {
        when: { workload: 'chat', metric: 'usdPerMillionOutputTokens', above: 5 },
        for: '1h',
        severity: 'warning',
      },
      replicas: {
        when: { workload: 'chat', metric: 'readyReplicas', below: 2 },
        summary: 'too few',
        description: 'look at the queue',
        runbookUrl: 'https://example.com/replicas',
      },
      bills: { when: { expr: 'sum(bills)', above: 5 } },
      down: { when: { expr: 'up == 0' } },
    });
  });

  it('is a rule in the cluster of its site', () => {
    const { hall, chat } = aHall();
    const alert = hall.addAlert('price', { when: chat.metrics.usdPerMillionOutputTokens.above(5), for: '1h' });
    expect(alert.planned.query).toEqual({
      workload: 'chat',
      metric: 'usdPerMillionOutputTokens',
      servings: ['chat'],
    });
    const { resource } = JSON.parse(Testing.synth(hall.workloads));
    const rules = Object.entries<{ manifest: unknown }>(resource.kubernetes_manifest).filter(([id]) =>
      id.includes('alert-price'),
    );
    expect(rules.map(([, { manifest }]) => manifest)).toMatchObject([
      {
        kind: 'PrometheusRule',
        metadata: { name: 'harbour-alert-hall-price' },
        spec: {
          groups: [
            { rules: [{ alert: 'price', for: '1h', labels: { factory: 'harbour', site: 'hall', workload: 'chat' } }] },
          ],
        },
      },
    ]);
  });

  it('may be in a construct inside its site', () => {
    const { factory, hall, chat } = aHall();
    const pool = hall.addPool('more', { machine: 'dgx-h200', count: 1 });
    const alert = new Alert(pool, 'late', { when: chat.metrics.ttftSeconds95.above(2) });
    expect(alert.site).toBe(hall);
    expect(Object.keys(hallOf(factory.toSpec())?.alerts ?? {})).toEqual(['late']);
    expect(() => new Alert(factory, 'lost', { when: chat.metrics.ttftSeconds95.above(2) })).toThrow(/is in no site/);
  });

  it('is refused where the user stands', () => {
    const { hall, chat } = aHall();
    const late = chat.metrics.ttftSeconds95;
    new Alert(hall, 'late', { when: late.above(2) });
    expect(() => new Alert(hall, 'other', { name: 'late', when: late.above(2) })).toThrow(
      /duplicate-name {2}sites\.hall\.alerts\.late \(harbour\/hall\/other, test\/constructs\/telemetry\.test\.ts:\d+:\d+\)/,
    );
    expect(() => new Alert(hall, 'soon', { when: late.above(2), for: 'soon' })).toThrow(
      /bad-format {2}sites\.hall\.alerts\.soon\.for .*use a duration such as/,
    );
    expect(() => new Alert(hall, 'minus', { when: late.above(-2) })).toThrow(
      /sites\.hall\.alerts\.minus\.when\.above .*no metric is negative/,
    );
    expect(() => new Alert(hall, 'cut', { when: PromQl.condition('sum(up') })).toThrow(/\) is missing at the end/);
  });

  it('measures no workload of another factory', () => {
    const app = new App({ skipValidation: true });
    const { hall } = aHall(app);
    const { chat } = aHall(app, 'other');
    expect(() => new Alert(hall, 'late', { when: chat.metrics.ttftSeconds95.above(2) })).toThrow(
      /other-factory {2}sites\.hall\.alerts\.late\.when\.workload .*other\/chat belongs to factory "other", not to "harbour"/,
    );
  });

  it('reports a workload that is not there, with its construct and line', () => {
    const { factory, hall } = aHall();
    const nobody = TokenWorkload.fromWorkloadName(factory, 'imported', 'nobody');
    new Alert(hall, 'late', { when: nobody.metrics.ttftSeconds95.above(2) });
    expect(() => factory.plan).toThrow(
      /unknown-workload {2}sites\.hall\.alerts\.late\.when\.workload \(harbour\/hall\/late, test\/constructs\/telemetry\.test\.ts:\d+:\d+\): .*"nobody"/,
    );
  });
});

describe('a dashboard', () => {
  it('renders what a factory file states, and is a file in the cluster of its site', () => {
    const { factory, hall, chat } = aHall();
    const panels = [
      { title: 'First token', metric: chat.metrics.ttftSeconds95 },
      { title: 'Bills', metric: PromQl.expression('sum(bills)'), unit: 'currencyUSD' },
    ];
    new Dashboard(hall, 'chat', { title: 'Chat', panels });
    hall.addDashboard('more', { name: 'other', title: 'Other', panels: panels.slice(0, 1) });
    expect(hallOf(factory.toSpec())?.dashboards).toEqual({
      chat: {
        title: 'Chat',
        panels: [
          { title: 'First token', workload: 'chat', metric: 'ttftSeconds95' },
          { title: 'Bills', expr: 'sum(bills)', unit: 'currencyUSD' },
        ],
      },
      other: { title: 'Other', panels: [{ title: 'First token', workload: 'chat', metric: 'ttftSeconds95' }] },
    });
    const text = Testing.synth(hall.workloads);
    expect(text).toContain('harbour-dashboard-hall-chat.json');
    expect(text).toContain('harbour-dashboard-hall-other.json');
  });

  it('has a plan, and at least one panel', () => {
    const { hall, chat } = aHall();
    expect(() => hall.addDashboard('empty', { title: 'Empty', panels: [] })).toThrow(/panels .*use at least 1/);
    const made = hall.addDashboard('chat', {
      title: 'Chat',
      panels: [{ title: 'Errors', metric: chat.metrics.errorShare }],
    });
    expect(made.planned.panels).toEqual([
      { title: 'Errors', query: { workload: 'chat', metric: 'errorShare', servings: ['chat'] }, unit: null },
    ]);
  });
});

describe('an own expression', () => {
  it('may hold a value that Terraform knows only after it has run', () => {
    const { hall } = aHall();
    const bucket = new TerraformVariable(hall.workloads, 'bucket', { type: 'string' });
    const expression = PromQl.expression(`sum(objects{bucket="${bucket.stringValue}"})`);
    const alert = hall.addAlert('full', { when: expression.above(5) });
    hall.addDashboard('bucket', { title: 'Bucket', panels: [{ title: 'Objects', metric: expression }] });
    expect(alert.planned.query).toEqual({ expr: expect.stringMatching(/^ref:.*bucket/) });
    const text = Testing.synth(hall.workloads);
    expect(text).toContain('(sum(objects{bucket=\\"${var.bucket}\\"})) > 5');
    expect(text).toContain('sum(objects{bucket=\\\\\\"${var.bucket}\\\\\\"})');
    expect(text).not.toContain('TfToken');
  });
});

describe('tenants of a boundary', () => {
  it('are stated as props or by allowTo and allowFrom', () => {
    const { factory, assistants } = aHall();
    const agents = new Tenant(factory, 'agents');
    const open = new SecurityBoundary(factory, 'open', { egressTenants: [assistants], ingressTenants: [] });
    open.allowTo(Peer.tenant(agents)).allowFrom(agents);
    new SecurityBoundary(factory, 'shut');
    expect(factory.toSpec().boundaries).toEqual({
      open: { egressTenants: ['assistants', 'agents'], ingressTenants: ['agents'] },
      shut: {},
    });
  });
});

describe('a factory of a file', () => {
  it('renders alerts, dashboards and tenants of boundaries as the file states them', () => {
    const { sites: back, boundaries } = AiFactory.fromSpec(new App({ skipValidation: true }), everyField, {
      sites,
    }).toSpec();
    const stated = (site: FactoryInput['sites'][string] | undefined) => [site?.alerts, site?.dashboards];
    expect(stated(back['frankfurt'])).toEqual(stated(everyField.sites['frankfurt']));
    expect(Object.keys(back['frankfurt']?.alerts ?? {})).toHaveLength(2);
    expect(boundaries).toEqual(everyField.boundaries);
  });

  it('takes what code adds', () => {
    const factory = AiFactory.fromSpec(new App({ skipValidation: true }), everyField, { sites });
    const chat = TokenWorkload.fromWorkloadName(factory, 'chat', 'chat');
    new Alert(factory.site('frankfurt'), 'more', { when: chat.metrics.errorShare.above(0.1) });
    expect(Object.keys(factory.toSpec().sites['frankfurt']?.alerts ?? {}).sort()).toEqual(['more', 'price', 'silence']);
  });
});
