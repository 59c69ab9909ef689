import { AutoscalingAttachment } from '@cdktf/provider-aws/lib/autoscaling-attachment';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { addAcknowledgement } from '../../port/acknowledge';
import type { INetwork } from './network/existing-network';
import { balancerName, nameTag, securityGroupName, targetGroupName } from './rules/names';
import type { ILogBucket } from './store/private-bucket';
import { idOfValue } from './value-id';

/** TLS 1.3, and 1.2 with forward secrecy only. */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/**
 * How nodes become targets of a balancer: the Auto Scaling group that is attached, or `external` if something in the cluster
 * registers them, such as a TargetGroupBinding of the AWS Load Balancer Controller.
 */
export type EntryTargets =
  | {
      /** Name of the Auto Scaling group that is attached to the target group. */
      readonly autoScalingGroupName: string;
    }
  | 'external';

/** Network, ports and callers of the load balancer of a site. */
export interface SiteEntryProps {
  /** Name of the balancer, cut to the 32 characters that AWS allows. */
  readonly name: string;
  /** Network of the balancer. A public one is in the public subnets, a private one in the private subnets. */
  readonly network: INetwork;
  /** Security group of the nodes, which lets the balancer in. */
  readonly nodeSecurityGroupId: string;
  /** Port of the gateway on the nodes. */
  readonly nodePort: number;
  /** How nodes become targets. */
  readonly targets: EntryTargets;
  /** Port that requests come to. @default 443 */
  readonly port?: number;
  /** Whether the balancer has public addresses. @default false */
  readonly public?: boolean;
  /** ARN of the certificate of the balancer. @default - TLS ends at the gateway */
  readonly certificateArn?: string;
  /** Ranges that may connect. @default - the address range of the network */
  readonly allowedCidrs?: readonly string[];
  /** Whether AWS refuses to delete the balancer. @default true */
  readonly deletionProtection?: boolean;
  /** Bucket that takes the access logs, under `entry/`. @default - no access logs */
  readonly accessLogs?: ILogBucket;
}

/** The entry of a site. */
export interface ISiteEntry {
  /** DNS name of the balancer. */
  readonly hostname: string;
}

/** A network load balancer in front of the gateway's port on nodes. */
export class SiteEntry extends Construct implements ISiteEntry {
  public readonly hostname: string;
  /** ARN of the balancer, for alarms and web ACLs. */
  public readonly balancerArn: string;
  /** Hosted zone of the balancer's DNS name, for alias records. */
  public readonly hostedZoneId: string;
  /** ARN of the target group, for what registers targets from inside the cluster. */
  public readonly targetGroupArn: string;
  /** Id of the security group of the balancer. */
  public readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: SiteEntryProps) {
    super(scope, id);
    const { network, port = 443, accessLogs: logs, certificateArn } = props;
    const name = balancerName(props.name);
    const security = this.addSecurity(name, port, props);
    const balancer = new Lb(this, 'balancer', {
      name,
      loadBalancerType: 'network',
      internal: props.public !== true,
      subnets: subnetsOf(props),
      securityGroups: [security.id],
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: props.deletionProtection ?? true,
      ...(logs === undefined
        ? {}
        : {
            accessLogs: { bucket: logs.bucketName, prefix: 'entry', enabled: true },
            dependsOn: [...(logs.ready ?? [])],
          }),
      tags: { Name: name },
    });
    this.node.defaultChild = balancer;
    if (props.public === true) {
      const reason = 'the entry of this site is stated to be public';
      addAcknowledgement(this, { policy: 'nothing-public', reason, origin: 'setting' });
    }
    const targets = new LbTargetGroup(this, 'targets', {
      name: targetGroupName(name),
      vpcId: network.vpcId,
      targetType: 'instance',
      protocol: 'TCP',
      port: props.nodePort,
      preserveClientIp: 'true',
      // Long enough for the longest answers that are being sent.
      deregistrationDelay: '300',
      healthCheck: {
        enabled: true,
        protocol: 'TCP',
        port: 'traffic-port',
        interval: 10,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: { Name: targetGroupName(name) },
    });
    new LbListener(this, 'listener', {
      loadBalancerArn: balancer.arn,
      port,
      ...(certificateArn === undefined
        ? { protocol: 'TCP' }
        : { protocol: 'TLS', certificateArn, sslPolicy: TLS_POLICY, alpnPolicy: 'HTTP2Preferred' }),
      defaultAction: [{ type: 'forward', targetGroupArn: targets.arn }],
      tags: { Name: name },
    });
    if (props.targets !== 'external') {
      new AutoscalingAttachment(this, 'system-nodes', {
        autoscalingGroupName: props.targets.autoScalingGroupName,
        lbTargetGroupArn: targets.arn,
      });
    }
    this.hostname = balancer.dnsName;
    this.balancerArn = balancer.arn;
    this.hostedZoneId = balancer.zoneId;
    this.targetGroupArn = targets.arn;
    this.securityGroupId = security.id;
  }

  /** Callers reach the balancer, and the balancer reaches the port of the gateway on nodes. Nothing else passes. */
  private addSecurity(name: string, port: number, props: SiteEntryProps): SecurityGroup {
    const { network, nodeSecurityGroupId, nodePort, allowedCidrs = [network.addressRange] } = props;
    const security = new SecurityGroup(this, 'security-group', {
      name: securityGroupName(name, 'entry'),
      description: `Callers of ${name}`,
      vpcId: network.vpcId,
      tags: { Name: nameTag(name, 'entry') },
    });
    for (const cidr of allowedCidrs) {
      new VpcSecurityGroupIngressRule(this, `from-${idOfValue(cidr)}`, {
        securityGroupId: security.id,
        description: `Callers from ${cidr}`,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        ...(cidr.includes(':') ? { cidrIpv6: cidr } : { cidrIpv4: cidr }),
      });
    }
    const ports = { ipProtocol: 'tcp', fromPort: nodePort, toPort: nodePort };
    new VpcSecurityGroupEgressRule(this, 'to-nodes', {
      securityGroupId: security.id,
      description: 'Gateway on nodes',
      referencedSecurityGroupId: nodeSecurityGroupId,
      ...ports,
    });
    new VpcSecurityGroupIngressRule(this, 'nodes-from-entry', {
      securityGroupId: nodeSecurityGroupId,
      description: 'Gateway from the load balancer',
      referencedSecurityGroupId: security.id,
      ...ports,
    });
    return security;
  }
}

function subnetsOf({ name, network, public: isPublic }: SiteEntryProps): string[] {
  const subnets = isPublic === true ? network.publicSubnetIds : network.privateSubnetIds;
  if (subnets.length === 0) {
    throw new Error(
      `entry "${name}" is ${isPublic === true ? 'public' : 'internal'}, and the network has no ${isPublic === true ? 'public' : 'private'} subnets; state ${isPublic === true ? 'publicSubnetIds' : 'privateSubnetIds'} of the network`,
    );
  }
  return subnets;
}
