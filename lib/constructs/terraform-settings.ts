import { Aspects, type IAspect, LocalBackend, S3Backend, TerraformProvider, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { TerraformPlan } from '../planner/model/plan';

/** What a stack states of Terraform from the start. */
export type TerraformSettings = Omit<TerraformPlan, 'providerConstraints'>;

/**
 * Gives a stack its backend, its Terraform version and the provider ranges of the factory.
 *
 * By default, cdktf writes the absolute working folder as the backend, no `required_version`, and the exact provider versions
 * of the bindings. The backend is set at once, because a reference from another stack would otherwise read the state from the
 * default backend. The provider ranges are read from the plan when aspects run.
 */
export function applyTerraformSettings(
  stack: TerraformStack,
  { backend, requiredVersion }: TerraformSettings,
  constraints: () => TerraformPlan['providerConstraints'],
): void {
  const id = stack.node.id;
  if (backend.type === 's3') {
    new S3Backend(stack, {
      bucket: backend.bucket,
      region: backend.region,
      key: `${backend.keyPrefix}/${id}.tfstate`,
      encrypt: true,
      ...(backend.kmsKeyId === null ? {} : { kmsKeyId: backend.kmsKeyId }),
    });
    stack.addOverride('terraform.backend.s3.use_lockfile', true);
  } else {
    // Terraform runs in <out>/stacks/<id>; the state is beside <out>.
    new LocalBackend(stack, { path: `../../../${backend.directory}/${id}.tfstate` });
  }
  stack.addOverride('terraform.required_version', requiredVersion);
  Aspects.of(stack).add(new ProviderConstraints(stack, constraints));
}

class ProviderConstraints implements IAspect {
  constructor(
    private readonly stack: TerraformStack,
    private readonly constraints: () => TerraformPlan['providerConstraints'],
  ) {}

  visit(node: IConstruct): void {
    if (!TerraformProvider.isTerraformProvider(node)) return;
    const name = node.terraformResourceType;
    const constraint = Object.entries(this.constraints()).find(([provider]) => provider === name)?.[1];
    if (constraint !== undefined) this.stack.addOverride(`terraform.required_providers.${name}.version`, constraint);
  }
}
