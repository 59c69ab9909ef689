import type { Statement } from '../identity/policy-document';
import type { Permissions } from '../identity/role';
import type { AwsPlace } from '../place';

export interface AddonFacts {
  readonly place: AwsPlace;
  readonly keyArn: string;
  /** Name of the bucket that the Mountpoint driver reads. */
  readonly bucket: string | undefined;
}

/** Permissions of an add-on, and the reason of wildcards in them. */
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
  'aws-mountpoint-s3-csi-driver': ({ place, bucket, keyArn }) => ({
    statements: bucket === undefined ? [] : bucketStatements(place, bucket, keyArn),
    reason: 'every object of the weights bucket, which holds nothing else',
  }),
  'amazon-cloudwatch-observability': () => ({
    managed: ['CloudWatchAgentServerPolicy'],
    reason: 'CloudWatchAgentServerPolicy is kept by AWS; metrics have no resource to name',
  }),
};

const bucketStatements = (place: AwsPlace, bucket: string, keyArn: string): Statement[] => [
  { Sid: 'List', Action: 's3:ListBucket', Resource: place.bucketArn(bucket) },
  { Sid: 'Read', Action: 's3:GetObject', Resource: place.bucketArn(`${bucket}/*`) },
  { Sid: 'Decrypt', Action: 'kms:Decrypt', Resource: keyArn },
];

/**
 * Returns the permissions of an add-on's role.
 *
 * @throws Error if the library does not know the add-on
 */
export function addonPermissions(name: string, facts: AddonFacts): AddonPermissions {
  const permissions = known[name];
  if (permissions === undefined) {
    throw new Error(
      `the permissions of add-on "${name}" are unknown; known add-ons: ${Object.keys(known).sort().join(', ')}; state the ARNs of its policies in policyArns`,
    );
  }
  return permissions(facts);
}
