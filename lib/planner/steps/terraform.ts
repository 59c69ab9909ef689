import type { FactorySpec } from '../../spec/factory';
import type { TerraformPlan } from '../plan';

/** Returns the Terraform settings of a factory's stacks. */
export function planTerraform(spec: FactorySpec['terraform'], factory: string): TerraformPlan {
  const { backend, requiredVersion, providers } = spec;
  return {
    requiredVersion,
    backend:
      backend.type === 's3'
        ? { ...backend, keyPrefix: backend.keyPrefix ?? factory, kmsKeyId: backend.kmsKeyId ?? null }
        : backend,
    providerConstraints: providers,
  };
}
