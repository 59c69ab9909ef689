import { App, TerraformStack, Testing } from 'cdktf';
import { describe, expect, it } from 'vitest';
import { boundaryOf, TenantBoundary } from '../../lib/kubernetes/boundary';
import type { FactoryInput } from '../../lib/spec/factory';
import { aHall, aWorkload, type HallInput } from '../../lib/testing';
import { errors, plan } from '../planner/factories';
import { at } from './factories';

interface Policy {
  readonly name: string;
  readonly namespace: string;
  readonly spec: unknown;
}

const workloads = { chat: aWorkload({ tenant: 'assistants' }) };
const tenants = {
  assistants: { namespace: 'assist' },
  agents: { namespace: 'agents', boundary: 'agents' },
  others: { namespace: 'others' },
};
const agentsReachAssistants = { agents: { egressTenants: ['assistants'] } };

const peered = (changes: Partial<FactoryInput>, hall: Partial<HallInput> = {}) =>
  plan({ sites: { hall: aHall(hall) }, workloads, tenants, ...changes });

/** Network policies of every tenant of a plan. */
function policiesOf(planned: ReturnType<typeof plan>): readonly Policy[] {
  return planned.sites.flatMap((site) =>
    site.runtime.tenants.flatMap((tenant) => {
      const stack = new TerraformStack(new App({ skipValidation: true }), `boundary-${tenant.name}`);
      new TenantBoundary(stack, 'boundary', boundaryOf(tenant, site, site.runtime));
      const { resource } = JSON.parse(Testing.synth(stack));
      return Object.values(resource.kubernetes_manifest).flatMap((each): Policy[] => {
        const manifest = at(each, 'manifest');
        if (at(manifest, 'kind') !== 'NetworkPolicy') return [];
        return [
          {
            name: String(at(manifest, 'metadata', 'name')),
            namespace: String(at(manifest, 'metadata', 'namespace')),
            spec: at(manifest, 'spec'),
          },
        ];
      });
    }),
  );
}

/** Policies about other tenants, as `namespace/name`. */
const peers = (planned: ReturnType<typeof plan>) =>
  policiesOf(planned)
    .filter(({ name }) => /tenants/.test(name))
    .map(({ name, namespace }) => `${namespace}/${name}`);

const ownPods = {
  matchExpressions: [
    { key: 'app.kubernetes.io/component', operator: 'NotIn', values: ['server', 'picker', 'weights'] },
  ],
};
const servers = { matchLabels: { 'app.kubernetes.io/component': 'server' } };
const inNamespace = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });

describe('tenants of a boundary', () => {
  it('are closed to each other unless a boundary opens them', () => {
    expect(peers(peered({ boundaries: { agents: {} } }))).toEqual([]);
  });

  it.each([
    ['egressTenants of the one', { boundaries: agentsReachAssistants, tenants }],
    [
      'ingressTenants of the other',
      {
        boundaries: { open: { ingressTenants: ['agents'] } },
        tenants: { ...tenants, agents: { namespace: 'agents' }, assistants: { namespace: 'assist', boundary: 'open' } },
      },
    ],
  ])('are open at both ends by %s', (_name, changes) => {
    expect(peers(peered(changes))).toEqual([
      'agents/allow-to-tenants',
      'assist/allow-from-tenants',
      'assist/allow-tenants-to-servers',
    ]);
  });

  it('open once what both sides state', () => {
    const planned = peered({
      boundaries: { ...agentsReachAssistants, open: { ingressTenants: ['agents', 'agents'] } },
      tenants: { ...tenants, assistants: { namespace: 'assist', boundary: 'open' } },
    });
    const [assistants] = planned.sites[0]?.runtime.tenants.filter(({ name }) => name === 'assistants') ?? [];
    expect(assistants?.boundary).toMatchObject({ egressNamespaces: [], ingressNamespaces: ['agents'] });
  });

  it.each([
    ['plain policies', {}],
    ['Cilium', { egress: 'cilium' as const }],
  ])('reach pods of the other, and its servers on their API alone, under %s', (_name, hall) => {
    const all = policiesOf(peered({ boundaries: agentsReachAssistants }, hall));
    const spec = (namespace: string, name: string) =>
      all.find((each) => each.namespace === namespace && each.name === name)?.spec;
    expect(spec('agents', 'allow-to-tenants')).toEqual({
      podSelector: ownPods,
      policyTypes: ['Egress'],
      egress: [
        { to: [{ namespaceSelector: inNamespace('assist'), podSelector: ownPods }] },
        {
          to: [{ namespaceSelector: inNamespace('assist'), podSelector: servers }],
          ports: [{ protocol: 'TCP', port: 8000 }],
        },
      ],
    });
    const from = [{ namespaceSelector: inNamespace('agents'), podSelector: ownPods }];
    expect(spec('assist', 'allow-from-tenants')).toEqual({
      podSelector: ownPods,
      policyTypes: ['Ingress'],
      ingress: [{ from }],
    });
    expect(spec('assist', 'allow-tenants-to-servers')).toEqual({
      podSelector: servers,
      policyTypes: ['Ingress'],
      ingress: [{ from, ports: [{ protocol: 'TCP', port: 8000 }] }],
    });
  });

  it('reach servers on the ports of the plan', () => {
    const [site] = peered({}).sites;
    const [tenant] = site?.runtime.tenants ?? [];
    if (site === undefined || tenant === undefined) throw new Error('no tenant');
    const serving = site.serving.map((each) => ({ ...each, engine: { ...each.engine, port: 9000 } }));
    expect(boundaryOf(tenant, site, site.runtime).serverPorts).toEqual([8000]);
    expect(boundaryOf(tenant, { serving }, site.runtime).serverPorts).toEqual([9000]);
  });

  it('agree at both ends, whatever is stated', () => {
    const planned = peered({
      boundaries: {
        agents: { egressTenants: ['assistants', 'others'], ingressTenants: ['agents'] },
        open: { egressTenants: ['agents'], ingressTenants: ['others'] },
      },
      tenants: { ...tenants, assistants: { namespace: 'assist', boundary: 'open' } },
    });
    const all = planned.sites[0]?.runtime.tenants ?? [];
    const out = all.flatMap(({ namespace, boundary }) => boundary.egressNamespaces.map((to) => `${namespace}>${to}`));
    const into = all.flatMap(({ namespace, boundary }) =>
      boundary.ingressNamespaces.map((from) => `${from}>${namespace}`),
    );
    expect(out.sort()).toEqual(['agents>agents', 'agents>assist', 'agents>others', 'assist>agents', 'others>assist']);
    expect(into.sort()).toEqual(out);
  });

  it('have to exist', () => {
    expect(
      errors({
        tenants,
        workloads,
        boundaries: { agents: { egressTenants: ['asistants'], ingressTenants: ['nobody'] } },
      }),
    ).toEqual([
      expect.stringMatching(/^error {2}unknown-tenant {2}boundaries\.agents\.egressTenants\.0: .*"asistants"/),
      expect.stringMatching(/^error {2}unknown-tenant {2}boundaries\.agents\.ingressTenants\.0: .*"nobody"/),
    ]);
  });

  it('may be tenants that only a workload names', () => {
    const changes = { tenants: undefined, workloads, boundaries: { open: { egressTenants: ['assistants'] } } };
    expect(errors(changes)).toEqual([]);
  });
});
