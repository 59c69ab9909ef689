import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { idOf } from './names';
import type { Place } from './place';
import { acknowledgeWildcard, policyDocument, type Statement } from './policy-document';
import type { NetworkPlan } from './rules/plan';

export interface EndpointsProps {
  readonly plan: NetworkPlan;
  readonly place: Place;
  readonly vpcId: string;
  readonly systemSubnetIds: Readonly<Record<string, string>>;
  readonly routeTableIds: readonly string[];
}

/**
 * Private ways to AWS services, each for principals of the own account only: stolen credentials of another account cannot
 * carry data out through them.
 *
 * @returns what nodes need before they can start
 */
export function addEndpoints(scope: Construct, props: EndpointsProps): readonly TerraformResource[] {
  const { plan, place, vpcId } = props;
  const s3 = new VpcEndpoint(scope, 'endpoint-s3', {
    vpcId,
    serviceName: `com.amazonaws.${place.region}.s3`,
    vpcEndpointType: 'Gateway',
    routeTableIds: [...props.routeTableIds],
    policy: policyDocument(s3Statements(place, plan.layerBuckets)),
    tags: { Name: `${plan.name}-s3` },
  });
  acknowledgeWildcard(
    s3,
    'bounds whose buckets and credentials pass, not what they do; roles and bucket policies do that',
  );
  if (plan.interfaceEndpoints.length === 0) return [s3];
  const group = new SecurityGroup(scope, 'endpoint-security-group', {
    name: `${plan.name}-endpoints`,
    description: 'HTTPS from the network to the endpoints of AWS services',
    vpcId,
    tags: { Name: `${plan.name}-endpoints` },
  });
  const ingress = new VpcSecurityGroupIngressRule(scope, 'endpoint-ingress', {
    securityGroupId: group.id,
    description: 'HTTPS from the network',
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    cidrIpv4: plan.cidr,
  });
  const endpoints = plan.interfaceEndpoints.map((service) => {
    const endpoint = new VpcEndpoint(scope, `endpoint-${idOf(service)}`, {
      vpcId,
      serviceName: `com.amazonaws.${place.region}.${service}`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: plan.zones.flatMap(({ name }) => props.systemSubnetIds[name] ?? []),
      securityGroupIds: [group.id],
      policy: policyDocument([ownPrincipals(place)]),
      tags: { Name: `${plan.name}-${service}` },
    });
    acknowledgeWildcard(endpoint, 'bounds whose credentials pass, not what they do; the roles do that');
    return endpoint;
  });
  return [s3, ingress, ...endpoints];
}

const ownPrincipals = (place: Place): Statement => ({
  Sid: 'OwnPrincipals',
  Principal: '*',
  Action: '*',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalAccount': place.accountId } },
});

function s3Statements(place: Place, layerBuckets: readonly string[]): Statement[] {
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
    {
      // Registries serve image layers from buckets of their own, by links that carry no principal of this account.
      Sid: 'ImageLayers',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: layerBuckets.map((bucket) => `arn:${place.partition}:s3:::${bucket}/*`),
    },
  ];
}
