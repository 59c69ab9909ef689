import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../lib/catalog/catalog';
import { aFactory, aHall, aWorkload, type HallInput, type SynthesizedStack } from '../../lib/testing';
import { parseFactory, planFactory } from '../standard';
import { at, inHall, inRegion, workloadsOf } from './factories';

const boundaries = {
  some: { egressDomains: ['example.com', '*.example.com'], egressCidrs: ['0.0.0.0/0', '10.1.0.0/16'] },
};
const tenants = { assistants: { boundary: 'some', maxAccelerators: 16 } };
const bounded = (hall: Partial<HallInput>): SynthesizedStack =>
  workloadsOf(
    aFactory({ sites: { hall: aHall(hall) }, workloads: { chat: aWorkload() }, tenants, boundaries }),
    'hall',
  );
const policy = (stack: SynthesizedStack, name: string): unknown =>
  stack.manifests('NetworkPolicy').find((each) => at(each, 'metadata', 'name') === name);

describe('the boundary of a tenant', () => {
  it('is shut in both directions before anything is allowed', () => {
    expect(at(policy(inHall(), 'default-deny'), 'spec')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  it('never opens instance metadata, whatever range it opens', () => {
    const stack = bounded({});
    expect(at(policy(stack, 'allow-ranges'), 'spec', 'egress', 0, 'to')).toEqual([
      { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } },
      { ipBlock: { cidr: '10.1.0.0/16' } },
    ]);
    for (const each of stack.manifests('NetworkPolicy')) {
      const text = JSON.stringify(each);
      expect(text.split('"0.0.0.0/0"').length).toBe(text.split('"0.0.0.0/0","except":["169.254.169.254/32"]').length);
    }
  });

  it('lets no server out of the cluster', () => {
    const open = bounded({})
      .manifests('NetworkPolicy')
      .filter((each) => JSON.stringify(at(each, 'spec', 'egress') ?? null).includes('ipBlock'))
      .map((each) => JSON.stringify(at(each, 'spec', 'podSelector')));
    expect(open.length).toBeGreaterThan(0);
    for (const selector of open) expect(selector).toMatch(/"picker"|"weights"|NotIn/);
  });

  it('names domains in the words of the engine that enforces them', () => {
    const cilium = bounded({ egress: 'cilium' })
      .manifests('CiliumNetworkPolicy')
      .find((each) => at(each, 'metadata', 'name') === 'allow-domains');
    expect(at(cilium, 'spec', 'egress', 1, 'toFQDNs')).toEqual([
      { matchPattern: '*.example.com' },
      { matchName: 'example.com' },
    ]);
    const region = inRegion({}, { tenants, boundaries });
    const [application] = region.manifests('ApplicationNetworkPolicy');
    expect(at(application, 'spec', 'egress', 0, 'to', 0, 'domainNames')).toEqual(['*.example.com', 'example.com']);
    expect(bounded({}).manifests('CiliumNetworkPolicy')).toEqual([]);
  });

  it('lets loaders reach the bucket and the identity that they do it with', () => {
    expect(at(policy(inRegion(), 'allow-loader'), 'spec', 'egress', 0)).toEqual({
      to: [{ ipBlock: { cidr: '169.254.170.23/32' } }],
      ports: [{ protocol: 'TCP', port: 80 }],
    });
  });

  it('lets loaders reach the hub, by its names where the engine knows names', () => {
    expect(at(policy(inHall(), 'allow-loader'), 'spec', 'egress')).toEqual([
      {
        to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
    ]);
    const stack = inHall({ egress: 'cilium' });
    expect(policy(stack, 'allow-loader')).toBeUndefined();
    const [loader] = stack.manifests('CiliumNetworkPolicy');
    expect(at(loader, 'spec', 'endpointSelector', 'matchLabels')).toEqual({ 'app.kubernetes.io/component': 'weights' });
    expect(at(loader, 'spec', 'egress', 1, 'toFQDNs')).toContainEqual({ matchName: 'huggingface.co' });
  });

  it('lets pickers reach the API server only where it is private', () => {
    const to = (stack: SynthesizedStack) =>
      JSON.stringify(at(policy(stack, 'allow-picker'), 'spec', 'egress', 1, 'to'));
    expect(to(inRegion())).not.toContain('0.0.0.0/0');
    expect(to(inHall())).toContain('0.0.0.0/0');
  });

  it('counts accelerators by the way in which they are asked for', () => {
    const quota = (stack: SynthesizedStack) => at(stack.manifests('ResourceQuota')[0], 'spec', 'hard');
    expect(quota(bounded({}))).toEqual({ 'requests.nvidia.com/gpu': '16' });
    expect(quota(bounded({ acceleratorApi: 'dra' }))).toEqual({
      'gpu.nvidia.com.deviceclass.resource.k8s.io/devices': '16',
    });
  });

  it('is told of in a finding where names are not enforced', () => {
    const findings = (sites: Parameters<typeof aFactory>[0]) =>
      planFactory(parseFactory(aFactory({ tenants, boundaries, ...sites })), defaultCatalog).findings.filter(
        ({ code }) => code === 'egress-not-by-name',
      );
    expect(findings({ sites: { hall: aHall() } })).toMatchObject([{ severity: 'warning' }]);
    expect(findings({ sites: { hall: aHall({ egress: 'cilium' }) } })).toEqual([]);
    expect(findings({})).toMatchObject([{ path: 'boundaries.some.egressDomains' }]);
  });
});
