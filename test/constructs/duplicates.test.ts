import { TerraformOutput, TerraformStack, Testing } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { AiFactory, Alert, Dashboard, PromQl, Tenant, TokenWorkload } from '../../lib';
import { harbour } from './harbour';
import { anApp } from './scratch';

describe('a second construct of one id', () => {
  const app = anApp();
  const { factory, hall } = harbour({ app });
  hall.addMoneyBudget({ usdPerMonth: 1_000_000 });
  hall.addCarbonBudget({ kgPerDay: 10_000 });
  const when = PromQl.condition('up == 0');
  hall.addAlert('down', { when, severity: 'warning' });
  hall.addDashboard('own', { title: 'Own', panels: [{ title: 'Up', metric: PromQl.expression('up') }] });
  it.each([
    ['a power budget', 'sites.hall.power', () => hall.addPowerBudget({ itKw: 1 })],
    ['a cooling budget', 'sites.hall.cooling', () => hall.addCoolingBudget({ method: 'air' })],
    ['a money budget', 'sites.hall.money', () => hall.addMoneyBudget({ usdPerMonth: 1 })],
    ['a carbon budget', 'sites.hall.carbon', () => hall.addCarbonBudget({ kgPerDay: 1 })],
    ['a pool', 'sites.hall.pools.h200', () => hall.addPool('h200', { machine: 'dgx-h200' })],
    ['an alert', 'sites.hall.alerts.down', () => new Alert(hall, 'down', { when, severity: 'warning' })],
    ['a dashboard', 'sites.hall.dashboards.own', () => new Dashboard(hall, 'own', { title: 'Own', panels: [] })],
    ['a tenant', 'tenants.assistants', () => new Tenant(factory, 'assistants')],
    ['a factory', '(root)', () => new AiFactory(app, 'harbour', { owner: 'a@example.com' })],
  ])('is refused with the place of the first: %s', (_what, path, make) => {
    expect(make).toThrow(
      expect.objectContaining({
        findings: [
          expect.objectContaining({
            code: 'duplicate-name',
            path,
            at: expect.stringMatching(/^test\/constructs\/duplicates\.test\.ts:\d+:\d+$/),
            message: expect.stringMatching(/ by harbour\S*, test\/constructs\/\w+(\.test)?\.ts:\d+:\d+; /),
          }),
        ],
      }),
    );
  });

  it.each([
    ['the id', () => new Tenant(factory, 'assistants'), /^the id is taken by .*; use another id$/],
    [
      'the name',
      () => new Tenant(factory, 'more', { name: 'assistants' }),
      /^the name is taken by .*; use another id, or set `name`$/,
    ],
  ])('says that %s is taken', (_what, make, message) => {
    expect(make).toThrow(
      expect.objectContaining({ findings: [expect.objectContaining({ message: expect.stringMatching(message) })] }),
    );
  });

  it('says how a default budget is replaced', () => {
    expect(() => hall.addPowerBudget({ itKw: 1 })).toThrow(/a class that makes it takes its values as props/);
  });
});

describe('the endpoint of a workload', () => {
  it('is a token that leaves the factory open', () => {
    const app = anApp();
    const { factory, chat } = harbour({ app });
    const named = TokenWorkload.fromWorkloadName(factory, 'ref', 'chat');
    const own = new TerraformStack(app, 'own');
    new TerraformOutput(own, 'url', { value: chat.endpoint });
    new TerraformOutput(own, 'same', { value: `${named.endpoint}/v1` });
    expect(() => new Tenant(factory, 'late')).not.toThrow();
    const { output } = JSON.parse(Testing.synth(own));
    expect([output.url.value, output.same.value]).toEqual([
      'https://chat.llm.example.com',
      'https://chat.llm.example.com/v1',
    ]);
  });

  it('reports what is wrong with the factory', () => {
    const app = anApp();
    const factory = new AiFactory(app, 'acme', { owner: 'a@example.com' });
    const chat = TokenWorkload.fromWorkloadName(factory, 'ref', 'chat');
    const own = new TerraformStack(app, 'own');
    new TerraformOutput(own, 'url', { value: chat.endpoint });
    expect(() => Testing.synth(own)).toThrow(/a factory has at least one site/);
  });
});
