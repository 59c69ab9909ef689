import {
  type LibraryPolicy,
  manifestsOf,
  namesObject,
  resourcesOf,
  type StackView,
  violation,
} from '../../../policies/policy';
import { at, isTrueAt, listAt, objectAt, type TerraformObject, textAt } from '../../../policies/terraform-json';

const id = 'encryption-at-rest';

/** Returns the fix for a resource that is not encrypted. Null if it is. */
type Rule = (object: TerraformObject, stack: StackView) => string | null;

const must = (holds: boolean, fix: string): string | null => (holds ? null : fix);
const flag =
  (path: string): Rule =>
  ({ values }) =>
    must(isTrueAt(values, path), `set ${path} to true`);
const key =
  (path: string): Rule =>
  ({ values }) =>
    must(textAt(values, path) !== undefined, `set ${path} to a key`);

const rules: Readonly<Record<string, Rule>> = {
  aws_cloudwatch_log_group: key('kms_key_id'),
  aws_db_instance: flag('storage_encrypted'),
  aws_ebs_volume: flag('encrypted'),
  aws_efs_file_system: flag('encrypted'),
  aws_eks_cluster: ({ values }) =>
    must(
      textAt(values, 'encryption_config.provider.key_arn') !== undefined &&
        listAt(values, 'encryption_config.resources').includes('secrets'),
      'set encryption_config with a key for secrets',
    ),
  aws_launch_template: ({ values }) =>
    must(
      listAt(values, 'block_device_mappings').every((device) => isTrueAt(device, 'ebs.encrypted')),
      'set encrypted on every device of block_device_mappings',
    ),
  aws_rds_cluster: flag('storage_encrypted'),
  aws_s3_bucket: (bucket, stack) =>
    must(
      resourcesOf(stack, 'aws_s3_bucket_server_side_encryption_configuration').some(
        ({ values }) =>
          namesObject(values['bucket'], bucket, 'bucket') &&
          textAt(values, 'rule.apply_server_side_encryption_by_default.sse_algorithm') !== undefined,
      ),
      'add an aws_s3_bucket_server_side_encryption_configuration for it',
    ),
  aws_sns_topic: key('kms_master_key_id'),
  aws_sqs_queue: ({ values }) =>
    must(
      isTrueAt(values, 'sqs_managed_sse_enabled') || textAt(values, 'kms_master_key_id') !== undefined,
      'set sqs_managed_sse_enabled or kms_master_key_id',
    ),
};

/** Provisioners whose volumes are encrypted only if a parameter of the class requests it. */
const classParameters: Readonly<Record<string, string>> = {
  'ebs.csi.aws.com': 'encrypted',
  'efs.csi.aws.com': 'encryptInTransit',
};

function manifestFix(manifest: unknown): string | null {
  switch (at(manifest, 'kind')) {
    case 'StorageClass': {
      const parameter = classParameters[textAt(manifest, 'provisioner') ?? ''];
      if (parameter === undefined) return null;
      return must(isTrueAt(objectAt(manifest, 'parameters'), parameter), `set the parameter ${parameter} to "true"`);
    }
    case 'EC2NodeClass':
      return must(
        listAt(manifest, 'spec.blockDeviceMappings').every((device) => isTrueAt(device, 'ebs.encrypted')),
        'set encrypted on every device of blockDeviceMappings',
      );
    default:
      return null;
  }
}

/** Everything that keeps data does so encrypted. */
export const encryptionAtRest: LibraryPolicy = {
  id,
  description:
    'Disks, buckets, queues, topics, logs and cluster secrets are encrypted: weights and prompts outlive the hardware they lie on',
  check: ({ stacks }) =>
    stacks.flatMap((stack) => [
      ...stack.objects.flatMap((object) => {
        const fix = object.mode === 'resource' ? (rules[object.type]?.(object, stack) ?? null) : null;
        return fix === null ? [] : [violation(id, object, `${object.type} is not encrypted at rest; ${fix}`)];
      }),
      ...manifestsOf(stack).flatMap(({ object, manifest }) => {
        const fix = manifestFix(manifest);
        return fix === null
          ? []
          : [violation(id, object, `${textAt(manifest, 'kind')} makes volumes that are not encrypted at rest; ${fix}`)];
      }),
    ]),
};
