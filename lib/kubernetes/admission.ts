import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import { clusterNames, labelKeys } from '../planner/names';
import { queueLabel } from './labels';
import { addObject } from './objects';

/** Rules by which the API server refuses pods in the namespaces of a factory's tenants, whoever asks. */
export function addAdmission(scope: Construct, factory: string, acceleratorResources: readonly string[]): Manifest[] {
  const name = clusterNames(factory).admission;
  const asks = acceleratorResources.map((resource) => `'${resource}' in c.resources.limits`).join(' || ') || 'false';
  const policy = addObject(scope, 'admission', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      },
      variables: [
        { name: 'containers', expression: 'object.spec.containers + object.spec.?initContainers.orValue([])' },
        { name: 'claims', expression: 'object.spec.?resourceClaims.orValue([]).size() > 0' },
      ],
      validations: [
        {
          expression: `variables.containers.all(c, c.image.matches('(@sha256:[0-9a-f]{64}|:[A-Za-z0-9_][A-Za-z0-9_.-]*)$') && !c.image.endsWith(':latest'))`,
          message: 'images are pinned: name a digest or a version',
        },
        {
          expression: `!(variables.claims || variables.containers.exists(c, has(c.resources) && has(c.resources.limits) && (${asks}))) || (has(object.metadata.labels) && '${queueLabel}' in object.metadata.labels)`,
          message: `pods that ask for accelerators go through a queue: set the label ${queueLabel}`,
        },
        {
          expression:
            "variables.containers.all(c, has(c.resources) && has(c.resources.limits) && 'memory' in c.resources.limits)",
          message: 'containers limit their memory: a server shares its node with others',
        },
      ],
    },
  });
  const binding = addObject(
    scope,
    'admission-binding',
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: {
          namespaceSelector: {
            matchLabels: { [labelKeys.factory]: factory },
            matchExpressions: [{ key: labelKeys.tenant, operator: 'Exists' }],
          },
        },
      },
    },
    { dependsOn: [policy] },
  );
  return [policy, binding];
}
