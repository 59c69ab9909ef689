import { beforeAll, describe, expect, it } from 'vitest';
import { cluster, kubectl, rig, rigEnvironment, synthesize, terraform } from './rig';
import { standInForPlatform, standInForProvisioner } from './stand-ins';

/**
 * The smallest example on a real control plane: workloads and traffic apply, pods become ready, a second plan is empty, and
 * destroy leaves nothing behind. Charts cannot be downloaded on the rig, so what they bring is stood in for, by name below.
 */
const CONTEXT = 'lab';
const STACKS = ['starter-lab-workloads', 'starter-traffic'] as const;

let env: NodeJS.ProcessEnv;
let out: string;

beforeAll(async () => {
  cluster(CONTEXT, 17900);
  rig('nodes', CONTEXT, '1', '8', 'node-role.example.com/gpu=l40s');
  env = rigEnvironment();
  standInForPlatform(CONTEXT, 'starter', env);
  standInForProvisioner(CONTEXT, env);
  out = await synthesize('examples/04-one-pool/factory.yaml');
});

describe('the smallest factory on a real control plane', () => {
  it.each(STACKS)('applies %s', (stack) => {
    const init = terraform(out, stack, ['init', '-input=false', '-no-color'], env);
    expect(init.code, init.output).toBe(0);
    const apply = terraform(out, stack, ['apply', '-auto-approve', '-input=false', '-no-color'], env);
    expect(apply.code, apply.output.slice(-4000)).toBe(0);
  });

  it('has its servers ready', () => {
    const deployment = JSON.parse(
      kubectl(CONTEXT, ['-n', 'starter-assistants', 'get', 'deployment', 'chat', '-o', 'json'], env),
    );
    expect(deployment.spec.replicas).toBeGreaterThan(0);
    expect(deployment.status.readyReplicas).toBe(deployment.spec.replicas);
  });

  it.each(STACKS)('plans nothing more for %s', (stack) => {
    const plan = terraform(out, stack, ['plan', '-detailed-exitcode', '-input=false', '-no-color'], env);
    expect(plan.code, plan.output.slice(-4000)).toBe(0);
  });

  it('is refused pods that break the tenant rules', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'rogue', namespace: 'starter-assistants' },
      spec: { containers: [{ name: 'c', image: 'busybox:latest', securityContext: { privileged: true } }] },
    };
    expect(() => kubectl(CONTEXT, ['apply', '-f', '-'], env, JSON.stringify(pod))).toThrow(/forbidden|denied/);
  });

  it('leaves nothing behind when it is destroyed', () => {
    for (const stack of [...STACKS].reverse()) {
      const destroy = terraform(out, stack, ['destroy', '-auto-approve', '-input=false', '-no-color'], env);
      expect(destroy.code, destroy.output.slice(-4000)).toBe(0);
    }
    const kinds =
      'namespaces,clusterqueues,resourceflavors,cohorts,gatewayclasses,priorityclasses,validatingadmissionpolicies';
    const left = kubectl(CONTEXT, ['get', kinds, '-l', 'app.kubernetes.io/managed-by=ai-factory', '-o', 'name'], env);
    expect(left).toBe('');
  });
});
