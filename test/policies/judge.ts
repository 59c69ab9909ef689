import { checkPolicies, type Policy, type TerraformJson, type TerraformValues } from '../../lib/policies';
import { viewStack } from '../../lib/policies/view';
import { plan } from '../planner/factories';

/** Resources by type and id. */
export type Resources = NonNullable<TerraformJson['resource']>;

const sound = plan();

/** What a policy says of one stack, as `path: message`. */
export const judge = (policy: Policy, json: TerraformJson, stack = 'test-east-substrate'): string[] =>
  checkPolicies({ plan: sound, stacks: [viewStack(stack, json)] }, [policy]).map(
    ({ path, message }) => `${path}: ${message}`,
  );

/** What a policy says of resources. */
export const judgeResources = (policy: Policy, resource: Resources): string[] => judge(policy, { resource });

/** What a policy says of one resource with the id `it`. */
export const judgeOne = (policy: Policy, type: string, values: TerraformValues): string[] =>
  judgeResources(policy, { [type]: { it: values } });

/** What a policy says of one Kubernetes object. */
export const judgeManifest = (policy: Policy, manifest: TerraformValues): string[] =>
  judgeOne(policy, 'kubernetes_manifest', { manifest });

/** A Deployment with one container; valid as it is. */
export const deployment = (container: TerraformValues = {}, pod: TerraformValues = {}): TerraformValues => ({
  kind: 'Deployment',
  metadata: { name: 'chat', namespace: 'assistants', labels: { 'app.kubernetes.io/managed-by': 'ai-factory' } },
  spec: {
    template: {
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'server',
            image: `registry.example.com/server@sha256:${'0'.repeat(64)}`,
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            ...container,
          },
        ],
        ...pod,
      },
    },
  },
});
