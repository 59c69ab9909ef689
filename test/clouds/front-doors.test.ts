import { describe, expect, it } from 'vitest';
import type { FactoryInput } from '../../lib/spec/factory';
import { aHall, aSite, aWorkload, factoryMatchers, type SynthesizedFactory, synthFactory } from '../../lib/testing';
import { moving } from '../planner/moves/move-factories';
import { sites } from '../testing/factories';

expect.extend(factoryMatchers);

type Migration = NonNullable<FactoryInput['migrations']>[string];

const stops: readonly Partial<Migration>[] = [
  { phase: 'planned' },
  { phase: 'prepare' },
  { phase: 'warm' },
  { phase: 'shift', step: 0 },
  { phase: 'shift', step: 1 },
  { phase: 'shift', step: 3 },
  { phase: 'drain' },
  { phase: 'soak' },
  { phase: 'retire' },
];
const watchedStops = ['shift', 'drain', 'soak'];

const made = new Map<string, SynthesizedFactory>();

/** The factory at a stop; each is synthesized once. */
function at(stop: Partial<Migration>, changes: Partial<FactoryInput> = {}): SynthesizedFactory {
  const key = JSON.stringify([stop, changes]);
  const factory = made.get(key) ?? synthesized(stop, changes);
  made.set(key, factory);
  return factory;
}

const synthesized = (stop: Partial<Migration>, changes: Partial<FactoryInput>): SynthesizedFactory =>
  synthFactory(
    moving({
      observability: { notify: ['oncall@example.com'] },
      ...changes,
      migrations: {
        move: {
          workloads: ['chat'],
          from: { site: 'east' },
          to: { site: changes.sites === undefined || 'hall' in changes.sites ? 'hall' : 'west' },
          ...stop,
        },
      },
    }),
    { sites },
  );
const west = (region = 'us-west-2') => aSite({ region, addressRange: '10.48.0.0/16' });
const regions = (region?: string) => ({ sites: { east: aSite(), west: west(region) } });
const traffic = (factory: SynthesizedFactory) => factory.stack('test-traffic');
const weighted = (factory: SynthesizedFactory) =>
  traffic(factory)
    .resources('aws_route53_record')
    .filter((each) => each['weighted_routing_policy'] !== undefined);
const weightOf = (record: Readonly<Record<string, unknown>>): number =>
  (record['weighted_routing_policy'] as { weight: number }).weight;

describe('Route 53', () => {
  it('splits by whole percents that add up to 100 at every stop, so that never all weights are 0', () => {
    const seen = stops.map((stop) => weighted(at(stop)).map(weightOf));
    expect(seen.map((weights) => weights.reduce((sum, each) => sum + each, 0))).toEqual(stops.map(() => 100));
    expect(seen.map((weights) => weights.join('/'))).toEqual([
      '100',
      // A target that is held has no record yet: Route 53 answers with records of weight 0 where it finds no other.
      '100',
      '100/0',
      '95/5',
      '75/25',
      '0/100',
      '0/100',
      '0/100',
      '100',
    ]);
  });

  it('has CNAMEs below the zone, one kind for clouds and halls, each with a health check and the stated time to live', () => {
    const records = weighted(
      at({ phase: 'shift', step: 0 }, { traffic: { domain: 'llm.example.com', ttlSeconds: 20 } }),
    );
    expect(records).toHaveLength(2);
    for (const record of records) {
      expect(record).toMatchObject({ type: 'CNAME', ttl: 20, name: 'chat.llm.example.com' });
      // A CNAME at the apex of a zone is refused by DNS.
      expect(record['name']).not.toBe('llm.example.com');
      expect(record['health_check_id']).toMatch(/aws_route53_health_check/);
      expect(record['alias']).toBeUndefined();
    }
  });

  it('judges an internal balancer by its metric, and probes a hall at a name that its gateway routes', () => {
    const factory = at({ phase: 'shift', step: 0 });
    const stack = traffic(factory);
    expect(stack).toHaveResource('aws_route53_health_check', {
      type: 'CLOUDWATCH_METRIC',
      cloudwatch_alarm_region: 'us-east-1',
      insufficient_data_health_status: 'LastKnownStatus',
    });
    expect(stack).toHaveResource('aws_route53_health_check', {
      type: 'HTTPS',
      fqdn: 'chat-at-hall.llm.example.com',
      port: 443,
      resource_path: '/health',
      enable_sni: true,
    });
    expect(stack).toHaveResource('aws_route53_record', {
      name: 'chat-at-hall.llm.example.com',
      type: 'CNAME',
      records: ['gateway.hall.example.com'],
    });
    const [route] = factory.stack('test-hall-workloads').manifests('HTTPRoute');
    expect(route).toMatchObject({
      spec: { hostnames: ['chat.llm.example.com', 'chat-at-hall.llm.example.com'] },
    });
  });

  it('tells people of an entry that fails, in the phases in which the target takes requests alone', () => {
    const told = stops.map((stop) => {
      const alarms = traffic(at(stop)).resources('aws_cloudwatch_metric_alarm');
      return [stop.phase, alarms.filter((each) => each['alarm_actions'] !== undefined).length];
    });
    expect(told).toEqual(stops.map(({ phase = '' }) => [phase, watchedStops.includes(phase) ? 2 : 0]));
  });

  it('puts the alarm of a probe where its metric is, with a topic that CloudWatch may publish to', () => {
    const factory = at({ phase: 'shift', step: 1 });
    const stack = traffic(factory);
    expect(stack).toHaveResource('aws_cloudwatch_metric_alarm', {
      provider: 'aws.route53_health',
      namespace: 'AWS/Route53',
      metric_name: 'HealthCheckStatus',
    });
    const alarm = stack
      .resources('aws_cloudwatch_metric_alarm')
      .find((each) => each['metric_name'] === 'HealthCheckStatus');
    expect(alarm?.['alarm_description']).toContain('npx ai-factory migrate back FILE move && npx cdktf deploy');
    expect(stack.json.provider?.['aws']).toEqual(
      expect.arrayContaining([expect.objectContaining({ alias: 'route53_health', region: 'us-east-1' })]),
    );
    expect(stack).toHaveResource('aws_sns_topic', { provider: 'aws.route53_health' });
    expect(JSON.stringify(stack.resources('aws_kms_key'))).toContain('cloudwatch.amazonaws.com');
    expect(factory).toKeepPolicies();
  });
});

describe('Global Accelerator', () => {
  const door = { traffic: { domain: 'llm.example.com', zoneId: 'Z1', frontDoor: 'global-accelerator' as const } };
  const groups = (factory: SynthesizedFactory) =>
    traffic(factory)
      .resources('aws_globalaccelerator_endpoint_group')
      .map((each) => [
        each['endpoint_group_region'],
        each['traffic_dial_percentage'],
        (each['endpoint_configuration'] as { weight: number }[]).map(({ weight }) => weight).join('/'),
      ]);

  it('dials a group for each region by its share', () => {
    expect(groups(at({ phase: 'warm' }, { ...regions(), ...door }))).toEqual([
      ['us-east-1', 100, '100'],
      ['us-west-2', 0, '0'],
    ]);
    expect(groups(at({ phase: 'shift', step: 1 }, { ...regions(), ...door }))).toEqual([
      ['us-east-1', 75, '75'],
      ['us-west-2', 25, '25'],
    ]);
  });

  it('has one group for two sites of one region, whose endpoints split it', () => {
    expect(groups(at({ phase: 'shift', step: 1 }, { ...regions('us-east-1'), ...door }))).toEqual([
      ['us-east-1', 100, '75/25'],
    ]);
  });

  it('answers at an alias of the accelerator, and watches both entries while requests move', () => {
    const factory = at({ phase: 'shift', step: 1 }, { ...regions(), ...door });
    expect(traffic(factory)).toHaveResource('aws_route53_record', {
      type: 'A',
      alias: { evaluate_target_health: true },
    });
    expect(traffic(factory).resources('aws_cloudwatch_metric_alarm')).toHaveLength(2);
    expect(traffic(at({ phase: 'warm' }, { ...regions(), ...door })).resources('aws_cloudwatch_metric_alarm')).toEqual(
      [],
    );
    expect(factory).toKeepPolicies();
  });

  it('refuses a hall, which no accelerator reaches', () => {
    expect(() => at({ phase: 'shift', step: 1 }, door)).toThrow(/front-door-outside-aws/);
  });
});

describe('an HTTPRoute', () => {
  const halls: Partial<FactoryInput> = {
    sites: {
      east: aHall({ context: 'east', entry: { hostname: 'gateway.east.example.com' } }),
      hall: aHall({ entry: { hostname: 'gateway.hall.example.com' } }),
    },
    workloads: { chat: aWorkload() },
    traffic: { domain: 'llm.example.com', site: 'east' },
  };

  it('splits by weights that add up to 100, over a pool here and a backend there, by TLS in the name that callers ask for', () => {
    const stack = traffic(at({ phase: 'shift', step: 1 }, halls));
    const [split] = stack.manifests('HTTPRoute');
    expect(split).toMatchObject({
      spec: {
        hostnames: ['chat.llm.example.com'],
        rules: [
          {
            backendRefs: [
              { kind: 'InferencePool', name: 'chat', weight: 75 },
              { kind: 'Backend', name: 'chat-hall', weight: 25 },
            ],
          },
        ],
      },
    });
    expect(stack).toHaveManifest('Backend', {
      spec: {
        endpoints: [{ fqdn: { hostname: 'gateway.hall.example.com', port: 443 } }],
        tls: { wellKnownCACertificates: 'System', sni: 'chat.llm.example.com' },
      },
    });
  });

  it('leaves the common name at the splitting site to the split: of two routes with it the older would win', () => {
    const factory = at({ phase: 'shift', step: 1 }, halls);
    const names = (stack: string) =>
      factory
        .stack(stack)
        .manifests('HTTPRoute')
        .flatMap((each) => (each['spec'] as { hostnames: string[] }).hostnames);
    expect(names('test-east-workloads')).toEqual(['chat-at-east.llm.example.com']);
    expect(names('test-hall-workloads')).toEqual(['chat.llm.example.com', 'chat-at-hall.llm.example.com']);
  });
});

describe('the alerts of a move', () => {
  it('stand at both ends while the target takes requests, and in no other phase', () => {
    const standing = stops.map((stop) => {
      const factory = at(stop);
      const rules = (site: string) =>
        factory
          .stack(`test-${site}-workloads`)
          .manifests('PrometheusRule')
          .filter((each) => (each['metadata'] as { name: string }).name === 'test-move-move').length;
      return [stop.phase, rules('east'), rules('hall')];
    });
    expect(standing).toEqual(
      stops.map(({ phase = '' }) => {
        const count = watchedStops.includes(phase) ? 1 : 0;
        return [phase, count, count];
      }),
    );
  });

  it('are about the workload that moves, and say how requests go back', () => {
    const factory = at({ phase: 'soak' }, { workloads: { chat: aWorkload(), other: aWorkload() } });
    const rules = factory
      .stack('test-hall-workloads')
      .manifests('PrometheusRule')
      .find((each) => (each['metadata'] as { name: string }).name === 'test-move-move');
    const text = JSON.stringify(rules);
    expect(text).not.toContain('other');
    expect(text).toContain(
      'npx ai-factory migrate back FILE move && npx cdktf deploy --ignore-missing-stack-dependencies --parallelism 1 test-east-workloads test-hall-workloads test-traffic; 3 times, until the file says shift 50%',
    );
  });
});
