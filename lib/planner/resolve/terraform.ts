import type { FactorySpec } from '../../spec/factory';
import type { TerraformPlan } from '../model/plan';

/** Returns backend and version of Terraform for the stacks of a factory. */
export const planTerraformBase = (
  { backend, requiredVersion }: Pick<FactorySpec['terraform'], 'backend' | 'requiredVersion'>,
  factory: string,
): Omit<TerraformPlan, 'providerConstraints'> => ({
  requiredVersion,
  backend:
    backend.type === 's3'
      ? { ...backend, keyPrefix: backend.keyPrefix ?? factory, kmsKeyId: backend.kmsKeyId ?? null }
      : backend,
});

/** Returns the Terraform settings of a factory. */
export const planTerraform = (terraform: FactorySpec['terraform'], factory: string): TerraformPlan => ({
  ...planTerraformBase(terraform, factory),
  providerConstraints: terraform.providers,
});
