import type { AwsOptions } from '../options';
import type { Place } from '../place';
import type { Permissions } from './role';

export interface AddonFacts {
  readonly place: Place;
  readonly options: AwsOptions;
  readonly keyArn: string;
  readonly buckets: { readonly weights: string; readonly logs: string };
}

/** Permissions of an add-on, and the reason of any wildcard in them. */
export type AddonPermissions = Permissions & { readonly reason?: string };

const known: Readonly<Record<string, (facts: AddonFacts) => AddonPermissions>> = {
  'vpc-cni': () => ({
    managed: ['AmazonEKS_CNI_Policy'],
    reason:
      'AmazonEKS_CNI_Policy is the policy that AWS keeps in step with the plug-in; interfaces have no names before they exist',
  }),
  'aws-ebs-csi-driver': ({ keyArn }) => ({
    managed: ['service-role/AmazonEBSCSIDriverPolicy'],
    statements: [
      {
        Sid: 'Disks',
        Action: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        Resource: keyArn,
      },
      {
        Sid: 'DiskGrants',
        Action: 'kms:CreateGrant',
        Resource: keyArn,
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ],
    reason: 'AmazonEBSCSIDriverPolicy is kept by AWS and limits itself to volumes that carry the driver’s tag',
  }),
  'aws-efs-csi-driver': () => ({
    managed: ['service-role/AmazonEFSCSIDriverPolicy'],
    reason: 'AmazonEFSCSIDriverPolicy is kept by AWS and limits itself to access points that carry the driver’s tag',
  }),
  'aws-fsx-csi-driver': () => ({
    managed: ['AmazonFSxFullAccess'],
    reason: 'AWS offers no narrower policy for the driver, which makes file systems for claims',
  }),
  'aws-mountpoint-s3-csi-driver': ({ place, buckets, keyArn }) => ({
    statements: [
      {
        Sid: 'List',
        Action: 's3:ListBucket',
        Resource: `arn:${place.partition}:s3:::${buckets.weights}`,
      },
      {
        Sid: 'Read',
        Action: 's3:GetObject',
        Resource: `arn:${place.partition}:s3:::${buckets.weights}/*`,
      },
      { Sid: 'Decrypt', Action: 'kms:Decrypt', Resource: keyArn },
    ],
    reason: 'every object of the weights bucket, which holds nothing else',
  }),
  'amazon-cloudwatch-observability': () => ({
    managed: ['CloudWatchAgentServerPolicy'],
    reason: 'CloudWatchAgentServerPolicy is kept by AWS; metrics have no resource to name',
  }),
};

/**
 * What an add-on's role may do.
 *
 * @throws Error for an add-on that is neither known here nor given policies by `addonPolicyArns`
 */
export function addonPermissions(name: string, facts: AddonFacts): AddonPermissions {
  const policyArns = facts.options.addonPolicyArns?.[name];
  if (policyArns !== undefined) return { policyArns };
  const permissions = known[name];
  if (permissions === undefined) {
    throw new Error(
      `no permissions are known for the role of add-on "${name}"; known are ${Object.keys(known).sort().join(', ')}; give its policies by aws({ addonPolicyArns: { "${name}": [arn] } })`,
    );
  }
  return permissions(facts);
}
