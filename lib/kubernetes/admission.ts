import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Construct } from 'constructs';
import { clusterNames, labelKeys } from '../planner/model/names';
import type { IRealized } from '../port/port';
import { DEFAULT_ACCELERATOR_RESOURCE, DEFAULT_FACTORY, queueLabel } from './labels';
import { addObject } from './objects';

/** Namespaces and resources that the admission rules are about. */
export interface AdmissionProps {
  /** Resources of accelerators. Pods that request one must be in a queue. @default ['nvidia.com/gpu'] */
  readonly acceleratorResources?: readonly string[];
  /**
   * Value of the label `ai-factory/factory` of the namespaces that the rules apply to; `TenantNamespace` sets it.
   * @default 'ai-factory'
   */
  readonly factory?: string;
}

/**
 * Admission rules for the pods of tenants: images are pinned, pods with accelerators are in a queue, containers have a memory
 * limit.
 */
export class Admission extends Construct implements IRealized {
  /** Name of the policy and of its binding. */
  public readonly policyName: string;
  public readonly ready: readonly Manifest[];

  public constructor(scope: Construct, id: string, props: AdmissionProps = {}) {
    super(scope, id);
    this.policyName = clusterNames(props.factory ?? DEFAULT_FACTORY).admission;
    this.ready = addAdmission(this, props);
  }
}

/** Adds the admission rules for pods in the namespaces of a factory's tenants. */
export function addAdmission(scope: Construct, props: AdmissionProps): Manifest[] {
  const { factory = DEFAULT_FACTORY, acceleratorResources = [DEFAULT_ACCELERATOR_RESOURCE] } = props;
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
