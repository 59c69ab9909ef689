import { Manifest, type ManifestConfig } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';

/** A Kubernetes object as the API takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  readonly [field: string]: unknown;
}

export type ObjectOptions = Pick<
  ManifestConfig,
  'dependsOn' | 'computedFields' | 'wait' | 'timeouts' | 'lifecycle' | 'provider'
>;

/** Labels of every object that the library makes. */
export const managedLabels = { 'app.kubernetes.io/managed-by': 'ai-factory' } as const;

/** Field manager of the library in server-side apply. */
const fieldManager = { name: 'ai-factory', forceConflicts: true };

/** Adds one object to a stack. */
export function addObject(
  scope: Construct,
  id: string,
  object: KubernetesObject,
  options: ObjectOptions = {},
): Manifest {
  const { metadata } = object;
  return new Manifest(scope, id, {
    manifest: { ...object, metadata: { ...metadata, labels: { ...managedLabels, ...metadata.labels } } },
    fieldManager,
    ...options,
  });
}
