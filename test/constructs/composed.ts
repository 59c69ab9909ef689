import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { type App, LocalBackend, TerraformStack, TerraformVariable } from 'cdktf';
import { harbour } from './harbour';

/** A factory with values of the user's own resources wherever a value passes through. */
export function composed(app: App) {
  const shared = new TerraformStack(app, 'shared');
  new LocalBackend(shared, { path: 'shared.tfstate' });
  new AwsProvider(shared, 'aws', { region: 'eu-north-1' });
  const role = new IamRole(shared, 'deployer', { name: 'deployer', assumeRolePolicy: '{}' });
  const limits = new IamPolicy(shared, 'limits', { name: 'limits', policy: '{}' });
  const logs = new S3Bucket(shared, 'logs', { bucket: 'example-logs' });
  const zone = new Route53Zone(shared, 'zone', { name: 'llm.example.com' });
  const certificate = new AcmCertificate(shared, 'certificate', { domainName: '*.llm.example.com' });
  const variable = (name: string) => new TerraformVariable(shared, name, { type: 'string' }).stringValue;
  const made = harbour({
    app,
    factory: { observability: { notify: [variable('oncall')] } },
    stockholm: {
      cluster: { admins: [role.arn], viewers: [`${role.arn}-viewer`] },
      permissionsBoundary: limits.arn,
      accessLogBucket: logs.bucket,
      entry: { certificateArn: certificate.arn },
      tags: { team: variable('team') },
    },
    traffic: { zoneId: zone.zoneId },
  });
  made.stockholm.addMoneyBudget({ usdPerMonth: 900_000, notify: [variable('finops')] });
  return { ...made, app, shared };
}
