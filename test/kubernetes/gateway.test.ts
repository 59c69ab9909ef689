import { describe, expect, it } from 'vitest';
import { aFactory, aHall, type SynthesizedStack } from '../../lib/testing';
import { at, inHall, inRegion, workloadsOf } from './factories';

const listener = (stack: SynthesizedStack): unknown => at(stack.manifests('Gateway')[0], 'spec', 'listeners', 0);
const service = (stack: SynthesizedStack): unknown =>
  at(stack.manifests('EnvoyProxy')[0], 'spec', 'provider', 'kubernetes', 'envoyService');

describe('the gateway of a site', () => {
  it('takes routes of tenants only', () => {
    expect(at(listener(inHall()), 'allowedRoutes', 'namespaces')).toEqual({
      from: 'Selector',
      selector: { matchLabels: { 'ai-factory/factory': 'test' } },
    });
  });

  it('stands behind the balancer that the library makes, and asks for one where it makes none', () => {
    expect(service(inRegion())).toMatchObject({ type: 'NodePort' });
    expect(service(inHall())).toMatchObject({ type: 'LoadBalancer' });
  });

  it('ends TLS itself where it has a certificate', () => {
    const own = workloadsOf(aFactory({ sites: { hall: aHall({ entry: { tlsSecret: 'wildcard' } }) } }), 'hall');
    expect(listener(own)).toMatchObject({
      protocol: 'HTTPS',
      tls: { mode: 'Terminate', certificateRefs: [{ name: 'wildcard' }] },
    });
    expect(listener(inHall())).toMatchObject({ protocol: 'HTTP' });
  });

  it('routes a workload to its inference pool for as long as a generation takes', () => {
    const [route] = inHall().manifests('HTTPRoute');
    expect(at(route, 'spec', 'rules', 0)).toEqual({
      backendRefs: [{ group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'chat' }],
      timeouts: { request: '0s' },
    });
  });
});

describe('what the API server refuses in tenants namespaces', () => {
  const [policy] = inHall().manifests('ValidatingAdmissionPolicy');

  it('covers what starts before the servers do, and devices that are claimed', () => {
    expect(at(policy, 'spec', 'variables')).toEqual([
      { name: 'containers', expression: 'object.spec.containers + object.spec.?initContainers.orValue([])' },
      { name: 'claims', expression: 'object.spec.?resourceClaims.orValue([]).size() > 0' },
    ]);
    expect(at(policy, 'spec', 'failurePolicy')).toBe('Fail');
  });
});
