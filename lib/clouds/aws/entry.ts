import { AutoscalingAttachment } from '@cdktf/provider-aws/lib/autoscaling-attachment';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { acknowledge } from '../../port/acknowledge';
import type { Realize } from '../../port/port';
import { requireHandle, requireSubstrate } from './log-group';
import { balancerName, idOf, targetGroupName } from './names';
import type { AwsOptions } from './options';
import type { EntryPlan } from './rules/plan';
import { isAwsStore } from './store';

/** TLS 1.3 and 1.2 with forward secrecy only. */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** The site's network load balancer in front of the gateway's node port; internal unless the plan says public. */
export const realizeEntry =
  (options: AwsOptions): Realize<'entry'> =>
  (scope, id, plan, context) => {
    const network = requireHandle(context.handles.network, 'network', context);
    const cluster = requireHandle(context.handles.cluster, 'cluster', context);
    const substrate = requireSubstrate(context);
    const group = new Construct(scope, id);
    const name = balancerName(plan.name);
    const security = addSecurity(group, plan, name, network.vpcId, cluster.nodeSecurityGroupId);
    const { store } = context.handles;
    const logs = isAwsStore(store) ? store.accessLogs : null;
    const balancer = new Lb(group, 'balancer', {
      name,
      loadBalancerType: 'network',
      internal: !plan.public,
      subnets: Object.values(plan.public ? network.publicSubnetIds : network.privateSubnetIds),
      securityGroups: [security.id],
      enableCrossZoneLoadBalancing: true,
      enableDeletionProtection: substrate.cluster.deletionProtection,
      ...(logs === null
        ? {}
        : { accessLogs: { bucket: logs.bucketName, prefix: 'entry', enabled: true }, dependsOn: [...logs.ready] }),
      tags: { Name: name },
    });
    if (plan.public) acknowledge(group, 'nothing-public', 'the factory file states entry.public for this site');
    const targets = new LbTargetGroup(group, 'targets', {
      name: targetGroupName(name),
      vpcId: network.vpcId,
      targetType: 'instance',
      protocol: 'TCP',
      port: plan.nodePort,
      preserveClientIp: 'true',
      // Long enough for the longest answers that are under way.
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
    new LbListener(group, 'listener', {
      loadBalancerArn: balancer.arn,
      port: plan.port,
      ...(plan.certificateArn === null
        ? { protocol: 'TCP' }
        : {
            protocol: 'TLS',
            certificateArn: plan.certificateArn,
            sslPolicy: TLS_POLICY,
            alpnPolicy: 'HTTP2Preferred',
          }),
      defaultAction: [{ type: 'forward', targetGroupArn: targets.arn }],
      tags: { Name: name },
    });
    if ((options.entryTargets ?? 'auto-scaling-group') === 'auto-scaling-group') {
      new AutoscalingAttachment(group, 'system-nodes', {
        autoscalingGroupName: cluster.systemGroupName,
        lbTargetGroupArn: targets.arn,
      });
    }
    return { hostname: balancer.dnsName };
  };

/** Callers reach the balancer, the balancer reaches the gateway's port on nodes, and nothing else passes. */
function addSecurity(
  scope: Construct,
  plan: EntryPlan,
  name: string,
  vpcId: string,
  nodeSecurityGroupId: string,
): SecurityGroup {
  const security = new SecurityGroup(scope, 'security-group', {
    name: `${name}-entry`,
    description: `Callers of ${name}`,
    vpcId,
    tags: { Name: `${name}-entry` },
  });
  for (const cidr of plan.allowedCidrs) {
    new VpcSecurityGroupIngressRule(scope, `from-${idOf(cidr)}`, {
      securityGroupId: security.id,
      description: `Callers from ${cidr}`,
      ipProtocol: 'tcp',
      fromPort: plan.port,
      toPort: plan.port,
      ...(cidr.includes(':') ? { cidrIpv6: cidr } : { cidrIpv4: cidr }),
    });
  }
  const port = { ipProtocol: 'tcp', fromPort: plan.nodePort, toPort: plan.nodePort };
  new VpcSecurityGroupEgressRule(scope, 'to-nodes', {
    securityGroupId: security.id,
    description: 'Gateway on nodes',
    referencedSecurityGroupId: nodeSecurityGroupId,
    ...port,
  });
  new VpcSecurityGroupIngressRule(scope, 'nodes-from-entry', {
    securityGroupId: nodeSecurityGroupId,
    description: 'Gateway from the load balancer',
    referencedSecurityGroupId: security.id,
    ...port,
  });
  return security;
}
