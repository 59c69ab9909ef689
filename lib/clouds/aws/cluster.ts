import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { ICluster, Realize } from '../../port/port';
import { grantAccess } from './access';
import { addAddons } from './addons';
import { ServiceRole } from './identity/role';
import { addKarpenter } from './karpenter';
import { addLogGroup, requireHandle, requireSubstrate } from './log-group';
import { logBucket, roleName, weightsBucket } from './names';
import { nodeRepair } from './node-repair';
import type { AwsOptions } from './options';
import { placeOf } from './place';
import { providerMajor } from './provider-major';
import { addClusterSecurity } from './security-groups';
import { addSystemPool } from './system-pool';

const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** EKS with its access entries, add-ons, system nodes and, where the plan says so, what Karpenter needs. */
export const realizeCluster =
  (options: AwsOptions): Realize<'cluster'> =>
  (scope, id, plan, context): ICluster => {
    const place = placeOf(scope, context.site, options);
    const keys = requireHandle(context.handles.keys, 'keys', context);
    const network = requireHandle(context.handles.network, 'network', context);
    const substrate = requireSubstrate(context);
    const group = new Construct(scope, id);
    const major = providerMajor(options, context.factory);

    const logs = addLogGroup(group, 'logs', {
      name: `/aws/eks/${plan.name}/cluster`,
      retentionDays: plan.logRetentionDays,
      keys,
    });
    const role = new ServiceRole(group, 'role', {
      name: roleName(plan.name, 'cluster'),
      description: `Control plane of ${plan.name}`,
      place,
      options,
      service: 'eks.amazonaws.com',
      trust: {
        StringEquals: { 'aws:SourceAccount': place.accountId },
        ArnEquals: { 'aws:SourceArn': place.arn('eks', `cluster/${plan.name}`) },
      },
      managed: ['AmazonEKSClusterPolicy'],
      statements: [
        {
          Sid: 'Secrets',
          Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'],
          Resource: keys.keyArn,
        },
      ],
    });
    const security = addClusterSecurity(group, { plan, place, network, nat: substrate.network.nat });
    const cluster = new EksCluster(group, 'cluster', {
      name: plan.name,
      version: plan.version,
      roleArn: role.arn,
      bootstrapSelfManagedAddons: false,
      enabledClusterLogTypes: LOG_TYPES,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { resources: ['secrets'], provider: { keyArn: keys.keyArn } },
      upgradePolicy: { supportType: 'STANDARD' },
      zonalShiftConfig: { enabled: true },
      vpcConfig: {
        subnetIds: Object.values(network.systemSubnetIds),
        securityGroupIds: [security.clusterSecurityGroupId],
        endpointPrivateAccess: true,
        endpointPublicAccess: plan.publicCidrs !== null,
        ...(plan.publicCidrs === null ? {} : { publicAccessCidrs: [...plan.publicCidrs] }),
      },
      ...(major >= 6 ? { deletionProtection: plan.deletionProtection } : {}),
      lifecycle: { preventDestroy: plan.deletionProtection },
      tags: { Name: plan.name },
      // EKS makes the log group itself, unencrypted and without an end, where it is not there first.
      // Nodes and add-ons come after the cluster: so they find a way out when they start, and still have it when they go.
      dependsOn: [logs, ...role.grants, ...network.ready.filter((each) => TerraformResource.isTerraformResource(each))],
    });
    grantAccess(group, plan, cluster, place);

    const addons = addAddons(group, {
      plan,
      cluster,
      place,
      options,
      keyArn: keys.keyArn,
      buckets: { weights: weightsBucket(substrate.store, place), logs: logBucket(substrate.store, place) },
    });
    const system = addSystemPool(group, {
      plan: plan.system,
      clusterPlan: plan,
      cluster,
      place,
      options,
      subnetIds: Object.values(network.privateSubnetIds),
      securityGroupId: security.nodeSecurityGroupId,
      keyArn: keys.keyArn,
      tags: context.site.tags,
      nodeRepairConfig: nodeRepair(major),
      after: [...security.rules, ...addons.beforeNodes],
    });
    addons.addAfterNodes([system.nodeGroup]);
    if (plan.karpenter) {
      addKarpenter(group, {
        plan,
        cluster,
        place,
        options,
        keyArn: keys.keyArn,
        queueName: substrate.events.name,
        site: context.site,
      });
    }
    return {
      clusterName: cluster.name,
      nodeRoleArn: system.role.arn,
      nodeSecurityGroupId: security.nodeSecurityGroupId,
      ready: [...security.rules, ...addons.beforeNodes, system.nodeGroup],
      systemGroupName: system.nodeGroup.resources.get(0).autoscalingGroups.get(0).name,
    };
  };
