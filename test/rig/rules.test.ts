import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statedAlertRule } from '../../lib/kubernetes/telemetry/custom';
import { moveRules } from '../../lib/kubernetes/telemetry/rules/move';
import { servingRules } from '../../lib/kubernetes/telemetry/rules/serving';
import { siteRules } from '../../lib/kubernetes/telemetry/rules/site';
import { aMove, aPool, aServing, aSite, aTelemetry, aWideServing } from '../kubernetes/telemetry/fixture';
import { alertCases as libraryCases, statedAlerts, statedCases } from './rules-cases';

/** Needs `promtool` of Prometheus; fails, and never skips, where it is missing. */
const promtool = (...args: readonly string[]) => promisify(execFile)('promtool', [...args]);

// Prometheus's unit tests begin at the epoch, so the reservation ends three hours after it.
const pool = aPool({
  capacity: {
    type: 'capacity-block',
    reservationId: null,
    purchase: null,
    startsAt: null,
    endsAt: '1970-01-01T03:00:00Z',
  },
});
const telemetry = aTelemetry();
const alertCases = [...libraryCases, ...statedCases];
/** Two revisions of chat, each with its price. */
const revisions = {
  site: aSite(),
  serving: [aServing(), { ...aWideServing(), workload: 'chat' }],
  telemetry: {
    costs: [...(telemetry.costs ?? []), { serving: 'frontier', basis: 'owned', usdPerAcceleratorHour: 2.5 }],
  },
};
const groups = [
  ...siteRules(aSite([pool]), telemetry),
  ...servingRules(aServing(), telemetry),
  ...servingRules(aWideServing(), telemetry),
  ...moveRules(aMove(), [aServing()], telemetry),
  ...statedAlerts.flatMap((alert) => statedAlertRule(alert, revisions) ?? []),
];
const alerts = [
  ...new Set(groups.flatMap(({ rules }) => rules.flatMap((rule) => ('alert' in rule ? [rule.alert] : [])))),
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rules-'));
  await writeFile(join(folder, 'rules.json'), JSON.stringify({ groups }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the rules in Prometheus', () => {
  it('are accepted by promtool, templates and all', async () => {
    const { stdout } = await promtool('check', 'rules', join(folder, 'rules.json'));
    expect(stdout).toContain(`${groups.reduce((sum, { rules }) => sum + rules.length, 0)} rules found`);
  });

  it('have one case for each alert', () => {
    expect(alertCases.map(({ alert }) => alert).sort()).toEqual([...alerts].sort());
  });

  it('raise each alert once where its cause is there, and never where it is not', async () => {
    const tests = alertCases.flatMap(({ alert, at, fires, silent, silentAt }) =>
      [
        { name: `${alert} fires`, series: fires, time: at, count: 1 },
        { name: `${alert} stays silent`, series: silent, time: silentAt ?? at, count: 0 },
      ].map(({ name, series, time, count }) => ({
        name,
        interval: '1m',
        input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
        promql_expr_test: [
          {
            expr: `count(ALERTS{alertname="${alert}",alertstate="firing",workload!="frontier"}) or vector(0)`,
            eval_time: time,
            exp_samples: [{ labels: '{}', value: count }],
          },
        ],
      })),
    );
    const file = join(folder, 'tests.json');
    await writeFile(file, JSON.stringify({ rule_files: ['rules.json'], evaluation_interval: '1m', tests }));
    const { stdout } = await promtool('test', 'rules', file);
    expect(stdout).toContain('SUCCESS');
    expect(tests).toHaveLength(2 * alerts.length);
  }, 300_000);

  it('keep what they promise to keep: tokens per watt, dollars per million tokens, facility power', async () => {
    const own = 'namespace="acme",pod="chat-7d9f8b6c5d-x2x4z"';
    const file = join(folder, 'records.json');
    const value = (expr: string, samples: readonly { labels: string; value: number }[]) => ({
      expr,
      eval_time: '20m',
      exp_samples: samples,
    });
    const labels = 'factory="test",model="llama-3.3-70b",serving="chat",site="frankfurt",tenant="acme",workload="chat"';
    await writeFile(
      file,
      JSON.stringify({
        rule_files: ['rules.json'],
        evaluation_interval: '30s',
        tests: [
          {
            interval: '1m',
            input_series: [
              // 1000 tokens each second, on 4 GPUs that draw 500 W each, in one node of the pool.
              { series: `vllm:generation_tokens_total{${own}}`, values: '0+60000x30' },
              ...[0, 1, 2, 3].map((gpu) => ({
                series: `DCGM_FI_DEV_POWER_USAGE{${own},gpu="${gpu}",node="n1"}`,
                values: '500x30',
              })),
              {
                series: `kube_pod_container_resource_requests{${own},resource="nvidia_com_gpu",node="n1"}`,
                values: '4x30',
              },
              { series: `kube_pod_status_phase{${own},phase="Running"}`, values: '1x30' },
              {
                series: 'kube_node_labels{node="n1",label_ai_factory_factory="test",label_ai_factory_pool="serve"}',
                values: '1x30',
              },
            ],
            promql_expr_test: [
              value('round(ai_factory:output_tokens_per_second_per_watt, 0.001)', [
                { labels: `{${labels}}`, value: 0.5 },
              ]),
              // 4 × 3.93 USD an hour, over 3.6 million tokens an hour.
              value('round(ai_factory:usd_per_million_output_tokens{basis="reservation"}, 0.001)', [
                { labels: `{basis="reservation",${labels}}`, value: 4.367 },
              ]),
              value('round(ai_factory:site_it_watts, 0.001)', [
                { labels: '{factory="test",site="frankfurt"}', value: 3500 },
              ]),
              value('round(ai_factory:site_facility_watts, 0.001)', [
                { labels: '{factory="test",pue="1.2",site="frankfurt"}', value: 4200 },
              ]),
              value('round(ai_factory:tenant_output_tokens_per_second, 0.001)', [
                { labels: '{factory="test",site="frankfurt",tenant="acme"}', value: 1000 },
              ]),
            ],
          },
        ],
      }),
    );
    const { stdout } = await promtool('test', 'rules', file);
    expect(stdout).toContain('SUCCESS');
  });
});
