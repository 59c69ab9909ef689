import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { acknowledgeWildcard, policyDocument, type Statement } from '../identity/policy-document';
import { AwsPlace } from '../place';
import { idOf, nameTag, securityGroupName } from '../rules/names';

/** VPC of the endpoints, and the services that get one. */
export interface VpcEndpointsProps {
  /** Prefix of the names of the endpoints. */
  readonly name: string;
  /** Id of the VPC. It needs DNS host names for private names of endpoints. */
  readonly vpcId: string;
  /** Address range whose hosts reach the interface endpoints. */
  readonly addressRange: string;
  /** Short names of the services that get an interface endpoint, such as `ecr.api`. @default - none */
  readonly interfaceEndpoints?: readonly string[];
  /** Subnets of the interface endpoints. */
  readonly subnetIds: readonly string[];
  /** Route tables that get the gateway endpoint of S3. @default - no gateway endpoint */
  readonly routeTableIds?: readonly string[];
  /** Buckets of image registries, of other accounts, whose objects pass the gateway endpoint. @default - none */
  readonly layerBuckets?: readonly string[];
  /**
   * Region of the services, and the account whose principals may pass.
   *
   * @default - read from the stack's AWS provider
   */
  readonly place?: AwsPlace;
}

/**
 * VPC endpoints of AWS services for the principals of the own account only: stolen credentials of another account cannot
 * carry data out through them.
 */
export class VpcEndpoints extends Construct {
  /** Resources without which nodes cannot start. */
  public readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    this.ready = addEndpoints(this, { ...props, place: props.place ?? AwsPlace.of(this) });
  }
}

/** Adds endpoints to a construct and returns the resources without which nodes cannot start. */
export function addEndpoints(
  scope: Construct,
  props: VpcEndpointsProps & { readonly place: AwsPlace },
): ITerraformDependable[] {
  const { name, place, vpcId, interfaceEndpoints = [], routeTableIds = [] } = props;
  const gateway = routeTableIds.length === 0 ? [] : [addS3Gateway(scope, { ...props, routeTableIds })];
  if (interfaceEndpoints.length === 0) return gateway;
  const group = new SecurityGroup(scope, 'endpoint-security-group', {
    name: securityGroupName(name, 'endpoints'),
    description: 'HTTPS from the network to the endpoints of AWS services',
    vpcId,
    tags: { Name: nameTag(name, 'endpoints') },
  });
  const ingress = new VpcSecurityGroupIngressRule(scope, 'endpoint-ingress', {
    securityGroupId: group.id,
    description: 'HTTPS from the network',
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    cidrIpv4: props.addressRange,
  });
  const endpoints = interfaceEndpoints.map((service) => {
    const endpoint = new VpcEndpoint(scope, `endpoint-${idOf(service)}`, {
      vpcId,
      serviceName: `com.amazonaws.${place.region}.${service}`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: [...props.subnetIds],
      securityGroupIds: [group.id],
      policy: policyDocument([ownPrincipals(place)]),
      tags: { Name: nameTag(name, service) },
    });
    acknowledgeWildcard(endpoint, 'bounds whose credentials pass, not what they do; the roles do that');
    return endpoint;
  });
  return [...gateway, ingress, ...endpoints];
}

function addS3Gateway(
  scope: Construct,
  props: VpcEndpointsProps & { readonly place: AwsPlace; readonly routeTableIds: readonly string[] },
): VpcEndpoint {
  const s3 = new VpcEndpoint(scope, 'endpoint-s3', {
    vpcId: props.vpcId,
    serviceName: `com.amazonaws.${props.place.region}.s3`,
    vpcEndpointType: 'Gateway',
    routeTableIds: [...props.routeTableIds],
    policy: policyDocument(s3Statements(props.place, props.layerBuckets ?? [])),
    tags: { Name: nameTag(props.name, 's3') },
  });
  acknowledgeWildcard(
    s3,
    'bounds whose buckets and credentials pass, not what they do; roles and bucket policies do that',
  );
  return s3;
}

const ownPrincipals = (place: AwsPlace): Statement => ({
  Sid: 'OwnPrincipals',
  Principal: '*',
  Action: '*',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalAccount': place.accountId } },
});

function s3Statements(place: AwsPlace, layerBuckets: readonly string[]): Statement[] {
  return [
    {
      Sid: 'OwnBuckets',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:PrincipalAccount': place.accountId, 's3:ResourceAccount': place.accountId },
      },
    },
    ...(layerBuckets.length === 0
      ? []
      : [
          {
            // Registries serve image layers from buckets of their own, by links that carry no principal of this account.
            Sid: 'ImageLayers',
            Principal: '*' as const,
            Action: 's3:GetObject',
            Resource: layerBuckets.map((bucket) => place.bucketArn(`${bucket}/*`)),
          },
        ]),
  ];
}
