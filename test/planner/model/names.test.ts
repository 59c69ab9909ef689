import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundedName,
  clusterNames,
  dashboardFile,
  dashboardUid,
  fingerprint,
  gatewayNames,
  gatewayNamespace,
  hostNames,
  idOf,
  moveNames,
  principalId,
  routeNames,
  servingName,
  servingNames,
  siteStackKinds,
  siteStackName,
  stackNames,
  telemetryNames,
  tenantNamespace,
  trafficStackName,
  withoutFactory,
} from '../../../lib/planner/model/names';
import { Name } from '../../../lib/spec/name';

/** A name as a factory file states it, often as long as it may be. */
const part = fc.oneof(
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/),
  fc.stringMatching(/^[a-z][a-z0-9-]{28}[a-z0-9]$/),
);
const dnsLabel = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const domain = 'llm.example.com';

interface Kind {
  readonly max: number;
  readonly pattern: RegExp;
  /** How many names it is derived from. */
  readonly parts: number;
  readonly of: (...parts: readonly string[]) => string;
  /** The parts as a reader sees them in the name: only parts that read the same may give one name. */
  readonly reads?: (...parts: readonly string[]) => string;
}

const label = (parts: number, of: Kind['of']): Kind => ({ max: 63, pattern: dnsLabel, parts, of });
const serving = (workload = '', revision = '') => servingName(workload, revision);

const kinds: Readonly<Record<string, Kind>> = {
  'stack of a site': { ...label(2, (f = '', s = '') => siteStackName(f, s, 'substrate')), max: 80 },
  'stack of the traffic': label(1, (f = '') => trafficStackName(f)),
  'namespace of a tenant': label(2, (f = '', t = '') => tenantNamespace(f, t)),
  'namespace of a gateway': label(1, (f = '') => gatewayNamespace(f)),
  gateway: label(1, (f = '') => gatewayNames(f).gateway),
  'service of a gateway': label(1, (f = '') => gatewayNames(f).service),
  'priority class': label(2, (f = '', p = '') => clusterNames(f).priorityClass(p)),
  'resource flavor': label(2, (f = '', p = '') => clusterNames(f).flavor(p)),
  'cluster queue': label(2, (f = '', q = '') => clusterNames(f).clusterQueue(q)),
  cohort: label(1, (f = '') => clusterNames(f).cohort),
  topology: label(1, (f = '') => clusterNames(f).topology),
  'admission policy': label(1, (f = '') => clusterNames(f).admission),
  'gateway class': label(1, (f = '') => clusterNames(f).gatewayClass),
  'storage class': label(2, (f = '', k = '') => clusterNames(f).storageClass(k)),
  volume: {
    ...label(4, (f = '', n = '', w = '', r = '') => clusterNames(f).weightsVolume(n, serving(w, r))),
    reads: (f = '', n = '', w = '', r = '') => [f, withoutFactory(f, n), 'weights', serving(w, r)].join('-'),
  },
  serving: { ...label(2, serving), max: 46 },
  'service of a serving': label(2, (w, r) => servingNames(serving(w, r)).service),
  picker: label(2, (w, r) => servingNames(serving(w, r)).picker),
  'weights claim': label(2, (w, r) => servingNames(serving(w, r)).weightsClaim),
  'weights job': label(2, (w, r) => servingNames(serving(w, r)).weightsJob(['download'])),
  'group of a server': label(2, (w, r) => servingNames(serving(w, r)).group(99)),
  route: label(1, (w = '') => routeNames(w).route),
  split: label(1, (w = '') => routeNames(w).split),
  'entry of another site': label(2, (w = '', s = '') => routeNames(w).backend(s)),
  'record of a phase': label(1, (m = '') => moveNames(m).phase),
  'record of a share': label(1, (m = '') => moveNames(m).traffic),
  'host name': { ...label(1, (w = '') => hostNames(w, domain).common), max: 253, pattern: /^[a-z0-9.-]+$/ },
  'host name at a site': {
    ...label(2, (w = '', s = '') => hostNames(w, domain).at(s)),
    max: 253,
    pattern: /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?\.llm\.example\.com$/,
    reads: (w = '', s = '') => [w, 'at', s].join('-'),
  },
  'rules of a site': { ...label(2, (f = '', s = '') => telemetryNames(f).site(s)), max: 253 },
  'rules of a move': { ...label(2, (f = '', m = '') => telemetryNames(f).move(m)), max: 253 },
  'rules of a serving': {
    ...label(4, (f = '', n = '', w = '', r = '') => telemetryNames(f).serving(n, serving(w, r))),
    max: 253,
    reads: (f = '', n = '', w = '', r = '') => [f, withoutFactory(f, n), serving(w, r)].join('-'),
  },
  'file of a dashboard': {
    ...label(3, (f = '', n = '', w = '') => dashboardFile(telemetryNames(f).serving(n, w))),
    max: 253,
    pattern: /^[a-z0-9.-]+$/,
    reads: (f = '', n = '', w = '') => [f, withoutFactory(f, n), w].join('-'),
  },
  'address of a dashboard': {
    ...label(3, (...parts) => dashboardUid(parts)),
    max: 40,
    pattern: /^aif-[0-9a-f]{16}$/,
    reads: (...parts) => JSON.stringify(parts),
  },
};

describe.each(Object.entries(kinds))('the name of a %s', (_, { max, pattern, parts, of, reads }) => {
  const inputs = fc.tuple(...Array.from({ length: parts }, () => part));

  it('stays within its limit and its characters', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const name = of(...input);
        expect(name.length).toBeLessThanOrEqual(max);
        expect(name).toMatch(pattern);
        expect(of(...input)).toBe(name);
      }),
    );
  });

  it('differs from that of other parts, unless dashes make them read the same', () => {
    const read = reads ?? ((...each: readonly string[]) => each.join('-'));
    // Half of the pairs differ at their ends alone, where long names are cut.
    const alike = fc.tuple(inputs, part).map(([input, end]) => [input, [...input.slice(0, -1), end]] as const);
    fc.assert(
      fc.property(fc.oneof(fc.tuple(inputs, inputs), alike), ([one, other]) => {
        if (of(...one) === of(...other)) expect(read(...one)).toBe(read(...other));
        else expect(one).not.toEqual(other);
      }),
    );
  });
});

describe('names', () => {
  it('are generated as factory files may state them', () => {
    fc.assert(fc.property(part, (name) => Name.safeParse(name).success || name === 'constructor'));
  });

  it('that are cut keep their start and tell how they were split', () => {
    const long = 'factory-with-a-very-long-name';
    const [one, other] = [boundedName([long, 'north-one'], 32), boundedName([long, 'north-two'], 32)];
    expect(one).toMatch(/^factory-with-a-very-lon-[0-9a-f]{8}$/);
    expect(one).not.toBe(other);
    expect(boundedName([`${long}-north`, 'one'], 32)).not.toBe(one);
    expect(fingerprint(['a-b'])).not.toBe(fingerprint(['a', 'b']));
  });

  it('of stacks are listed in deployment order', () => {
    expect(stackNames('acme', ['east', 'hall'])).toEqual([
      'acme-east-substrate',
      'acme-east-platform',
      'acme-east-workloads',
      'acme-hall-substrate',
      'acme-hall-platform',
      'acme-hall-workloads',
      'acme-traffic',
    ]);
    expect(siteStackKinds).toEqual(['substrate', 'platform', 'workloads']);
  });

  it('of stacks are one for a factory and site whose dashes read the same', () => {
    expect(stackNames('acme', ['east-b'])[0]).toBe(stackNames('acme-east', ['b'])[0]);
  });

  it('of a tenant with a stated namespace are that namespace', () => {
    expect(tenantNamespace('acme', 'chat', 'apps')).toBe('apps');
  });

  it('of a service are not the one that LeaderWorkerSet makes', () => {
    const { servers, service } = servingNames('chat');
    expect(service).not.toBe(servers);
  });
});

describe('idOf', () => {
  const address = fc.oneof(
    fc.string(),
    fc.domain(),
    fc.emailAddress(),
    fc.stringMatching(/^arn:aws:iam::[0-9]{12}:role\/[a-z/_.@+-]{1,40}$/),
    fc.stringMatching(/^ref:[a-z-]{1,20}\/[a-z_]{1,20}\.[a-z_]{1,20}\.[a-z]{1,5}$/),
    fc.stringMatching(/^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\/[0-9]{1,2}$/),
  );

  it('gives ids that constructs take, short enough for the tag that carries the path', () => {
    fc.assert(
      fc.property(address, (text) => {
        for (const id of [idOf(text), principalId(text)]) {
          expect(id).toMatch(/^[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*$/);
          expect(id.length).toBeLessThanOrEqual(57);
        }
      }),
    );
  });

  it('gives each text an id of its own', () => {
    fc.assert(
      fc.property(address, address, (one, other) => {
        if (one !== other) expect(idOf(one)).not.toBe(idOf(other));
        if (one !== other) expect(principalId(one)).not.toBe(principalId(other));
      }),
    );
    const alike = ['a.b', 'a-b', 'a_b', 'a/b', 'a--b', 'a b', 'a.b-', 'A-b'];
    expect(new Set(alike.map((text) => idOf(text))).size).toBe(alike.length);
  });

  it('shows what is readable', () => {
    expect(idOf('us-east-1a')).toBe('us-east-1a');
    expect(idOf('ecr.api')).toBe('ecr_api');
    expect(idOf('10.0.0.0/8')).toMatch(/^10_0_0_0-8-[0-9a-f]{8}$/);
    expect(idOf('ref:shared/aws_iam_role.deployer.arn')).toMatch(/^shared-aws_iam_role_deployer_arn-[0-9a-f]{8}$/);
    expect(principalId('arn:aws:iam::111122223333:role/deployer')).toMatch(/^111122223333-role-deployer-[0-9a-f]{8}$/);
  });
});
