import { DataAwsPrefixList } from '@cdktf/provider-aws/lib/data-aws-prefix-list';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { INetwork } from '../network/existing-network';
import type { AwsPlace } from '../place';
import { DISCOVERY_TAG, nameTag, securityGroupName } from '../rules/names';
import { idOfValue } from '../value-id';

export interface ClusterSecurityProps {
  /** Name of the cluster. */
  readonly name: string;
  readonly place: AwsPlace;
  readonly network: INetwork;
  /** Ranges that may reach the Kubernetes API beside the nodes. */
  readonly apiCidrs: readonly string[];
}

/** Adds the security groups of control plane and nodes, with the rules between them and from node to node. */
export function addClusterSecurity(scope: Construct, { name, place, network, apiCidrs }: ClusterSecurityProps) {
  const make = (id: string, description: string, tags: Record<string, string>): SecurityGroup =>
    new SecurityGroup(scope, `${id}-security-group`, {
      name: securityGroupName(name, id),
      description,
      vpcId: network.vpcId,
      tags: { Name: nameTag(name, id), ...tags },
    });
  const control = make('control-plane', `Control plane of ${name}`, {});
  const nodes = make('nodes', `Nodes of ${name}`, { [DISCOVERY_TAG]: name });
  const rules: ITerraformDependable[] = [];
  const ingress = (id: string, group: SecurityGroup, description: string, port: Port, from: SecurityGroup): void => {
    rules.push(
      new VpcSecurityGroupIngressRule(scope, id, {
        securityGroupId: group.id,
        description,
        referencedSecurityGroupId: from.id,
        ...port,
      }),
    );
  };
  const egress = (id: string, group: SecurityGroup, description: string, port: Port, to: Target): void => {
    rules.push(new VpcSecurityGroupEgressRule(scope, id, { securityGroupId: group.id, description, ...port, ...to }));
  };
  ingress('nodes-to-api', control, 'Kubernetes API from nodes', tcp(443), nodes);
  for (const cidrIpv4 of new Set(apiCidrs)) {
    rules.push(
      new VpcSecurityGroupIngressRule(scope, `api-from-${idOfValue(cidrIpv4)}`, {
        securityGroupId: control.id,
        description: `Kubernetes API from ${cidrIpv4}`,
        cidrIpv4,
        ...tcp(443),
      }),
    );
  }
  egress('api-to-nodes', control, 'Kubelets and webhooks on nodes', tcp(1025, 65535), to(nodes));
  egress('api-to-nodes-https', control, 'Webhooks on nodes by HTTPS', tcp(443), to(nodes));
  ingress('kubelet-from-api', nodes, 'Kubelets and webhooks from the control plane', tcp(1025, 65535), control);
  ingress('https-from-api', nodes, 'Webhooks by HTTPS from the control plane', tcp(443), control);
  // EFA carries traffic of no IP protocol: both ways between members of one group, all protocols, or it stays silent.
  ingress('nodes-ingress-self', nodes, 'Node to node, EFA included', { ipProtocol: '-1' }, nodes);
  egress('nodes-egress-self', nodes, 'Node to node, EFA included', { ipProtocol: '-1' }, to(nodes));
  egress('nodes-to-control-plane', nodes, 'Kubernetes API', tcp(443), to(control));
  egress('nodes-dns-udp', nodes, 'DNS of the network', port('udp', 53), { cidrIpv4: network.addressRange });
  egress('nodes-dns-tcp', nodes, 'DNS of the network by TCP', tcp(53), { cidrIpv4: network.addressRange });
  if (network.isIsolated) {
    egress('nodes-to-endpoints', nodes, 'Endpoints of AWS services', tcp(443), { cidrIpv4: network.addressRange });
    const s3 = new DataAwsPrefixList(scope, 's3-addresses', { name: `com.amazonaws.${place.region}.s3` });
    egress('nodes-to-s3', nodes, 'S3 through its gateway endpoint', tcp(443), { prefixListId: s3.id });
  } else {
    egress('nodes-to-https', nodes, 'HTTPS to endpoints and through NAT', tcp(443), { cidrIpv4: '0.0.0.0/0' });
  }
  return { controlPlaneSecurityGroupId: control.id, nodeSecurityGroupId: nodes.id, rules };
}

interface Port {
  readonly ipProtocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
}
type Target = { referencedSecurityGroupId: string } | { cidrIpv4: string } | { prefixListId: string };

const port = (ipProtocol: string, first: number, last = first): Port => ({ ipProtocol, fromPort: first, toPort: last });
const tcp = (first: number, last = first): Port => port('tcp', first, last);
const to = (group: SecurityGroup): Target => ({ referencedSecurityGroupId: group.id });
