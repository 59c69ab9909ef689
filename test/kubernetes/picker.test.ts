import { describe, expect, it } from 'vitest';
import { at, inHall } from './factories';

const stack = inHall({}, { priority: 'critical' });
const named = (kind: string, name: string): unknown =>
  stack.manifests(kind).find((each) => at(each, 'metadata', 'name') === name);

describe('the endpoint picker of a serving', () => {
  const pod = at(named('Deployment', 'chat-epp'), 'spec', 'template', 'spec');

  it('is the one that the pool asks, by the port that its service has', () => {
    const reference = at(named('InferencePool', 'chat'), 'spec', 'endpointPickerRef');
    expect(reference).toEqual({ name: 'chat-epp', kind: 'Service', port: { number: 9002 }, failureMode: 'FailOpen' });
    expect(at(named('Service', 'chat-epp'), 'spec', 'ports', 0)).toMatchObject({ name: 'grpc', port: 9002 });
  });

  it('reads its pool, its pods and the objectives, and nothing else', () => {
    expect(at(named('Role', 'chat-epp'), 'rules')).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: ['inference.networking.k8s.io'], resources: ['inferencepools'], verbs: ['get', 'list', 'watch'] },
      {
        apiGroups: ['llm-d.ai'],
        resources: ['inferencemodelrewrites', 'inferenceobjectives'],
        verbs: ['get', 'list', 'watch'],
      },
    ]);
    expect(stack.manifests('ClusterRole')).toEqual([]);
  });

  it('has metrics that are scraped, without a right to judge tokens in the whole cluster', () => {
    expect(at(pod, 'containers', 0, 'args')).toContain('--metrics-endpoint-auth=false');
    expect(at(named('ServiceMonitor', 'chat-epp'), 'spec', 'endpoints', 0, 'port')).toBe('metrics');
  });

  it('lives as long as the generations that it routes, and is never two', () => {
    const servers = at(named('Deployment', 'chat'), 'spec', 'template', 'spec');
    expect(at(pod, 'terminationGracePeriodSeconds')).toBe(at(servers, 'terminationGracePeriodSeconds'));
    expect(at(named('Deployment', 'chat-epp'), 'spec', 'strategy', 'type')).toBe('Recreate');
  });

  it('sheds what is less urgent first', () => {
    expect(at(named('InferenceObjective', 'chat'), 'spec')).toEqual({ priority: 100, poolRef: { name: 'chat' } });
  });
});
