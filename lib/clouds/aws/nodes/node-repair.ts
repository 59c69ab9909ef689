import type { EksNodeGroupNodeRepairConfig } from '@cdktf/provider-aws/lib/eks-node-group';

/**
 * Replaces nodes whose accelerators, network or storage fail, one at a time and only while most nodes are healthy: a fault of
 * half a pool is a fault of its zone or fabric, which new nodes do not fix.
 *
 * The AWS provider has the limits since version 6; without them EKS applies its own. EKS decides which fault leads to a restart
 * and which to a new node, by the codes of NVIDIA's driver.
 */
export const nodeRepair = (providerMajor: number): EksNodeGroupNodeRepairConfig => ({
  enabled: true,
  ...(providerMajor >= 6 ? { maxParallelNodesRepairedCount: 1, maxUnhealthyNodeThresholdPercentage: 50 } : {}),
});
