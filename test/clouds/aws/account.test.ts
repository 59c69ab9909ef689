import { describe, expect, it } from 'vitest';
import {
  aFactory,
  aHall,
  aPool,
  aSite,
  aWorkload,
  type HallInput,
  type RegionInput,
  synthFactory,
} from '../../../lib/testing';
import { sites } from '../../testing/factories';
import { block, substrate } from './region';

const of = (site: Partial<RegionInput>) => substrate({ serve: aPool({ count: 1 }) }, { site });
const boundary = 'arn:aws:iam::111122223333:policy/boundary';

describe('what an AWS site states of its account', () => {
  it('bounds and places every role', () => {
    const roles = of({ permissionsBoundary: boundary, rolePath: '/platform/' }).resources('aws_iam_role');
    expect(roles.length).toBeGreaterThan(5);
    for (const role of roles) expect(role).toMatchObject({ path: '/platform/', permissions_boundary: boundary });
    const plain = of({}).resources('aws_iam_role');
    for (const role of plain) {
      expect(role['path']).toBe('/');
      expect(role['permissions_boundary']).toBeUndefined();
    }
  });

  it('is the role that Terraform assumes', () => {
    const role = 'arn:aws:iam::111122223333:role/terraform';
    const provider = (site: Partial<RegionInput>) => JSON.stringify(of(site).json.provider);
    expect(provider({ assumeRoleArn: role })).toContain(`"role_arn":"${role}"`);
    expect(provider({})).not.toContain('role_arn');
  });

  it('is the partition of every ARN', () => {
    const { text } = of({
      partition: 'aws-us-gov',
      cluster: { admins: ['arn:aws-us-gov:iam::111122223333:role/deployer'] },
    });
    const arns = text.match(/arn:aws[a-z-]*:/g) ?? [];
    expect(arns.length).toBeGreaterThan(20);
    expect([...new Set(arns)]).toEqual(['arn:aws-us-gov:']);
  });

  it('is the bucket of access logs, instead of one that is made', () => {
    const own = of({ accessLogBucket: 'example-access-logs' });
    expect(own.resources('aws_s3_bucket').map((bucket) => bucket['bucket'])).toHaveLength(1);
    expect(block(own.resource('aws_lb', 'entry/balancer'), 'access_logs')['bucket']).toBe('example-access-logs');
    expect(of({}).resources('aws_s3_bucket')).toHaveLength(2);
  });

  it('creates the service-linked roles only if it says so', () => {
    expect(of({ serviceLinkedRoles: 'create' }).resources('aws_iam_service_linked_role')).toHaveLength(2);
    expect(of({}).resources('aws_iam_service_linked_role')).toEqual([]);
  });

  it('leaves targets of the balancer to a controller if it says so', () => {
    expect(of({ entryTargets: 'external' }).resources('aws_autoscaling_attachment')).toEqual([]);
    expect(of({}).resources('aws_autoscaling_attachment')).toHaveLength(1);
  });

  it('gives an add-on the policies that it names', () => {
    const policy = 'arn:aws:iam::111122223333:policy/cni';
    const attached = of({ addonPolicyArns: { 'vpc-cni': [policy] } })
      .resources('aws_iam_role_policy_attachment')
      .map((each) => each['policy_arn']);
    expect(attached).toContain(policy);
  });
});

describe('the probe of a stated host name', () => {
  const checks = (probe: NonNullable<HallInput['entry']>['probe']) =>
    synthFactory(
      aFactory({
        sites: {
          east: aSite(),
          hall: aHall({ addressRange: '10.96.0.0/16', entry: { hostname: 'gateway.hall.example.com', probe } }),
        },
        traffic: { domain: 'example.com', zoneId: 'Z0123456789EXAMPLE' },
        workloads: { chat: aWorkload({ shares: { east: 0.5, hall: 0.5 } }) },
      }),
      { sites },
    )
      .stack('test-traffic')
      .resources('aws_route53_health_check')
      .map((each) => each['type'])
      .sort();

  it('is a request, a connection or nothing, as the site says', () => {
    expect(checks('https')).toEqual(['CLOUDWATCH_METRIC', 'HTTPS']);
    expect(checks('tcp')).toEqual(['CLOUDWATCH_METRIC', 'TCP']);
    expect(checks('none')).toEqual(['CLOUDWATCH_METRIC']);
  });
});
