import type { EksNodeGroupNodeRepairConfig } from '@cdktf/provider-aws/lib/eks-node-group';

/**
 * Replaces nodes whose accelerators, network or storage fail, one at a time and only while most nodes are well: a fault of
 * half a pool is one of its zone or its fabric, which new nodes do not mend.
 *
 * The AWS provider has the limits since version 6; without them EKS applies its own. Which fault leads to a restart and which
 * to a new node stays EKS' choice, which follows the codes of NVIDIA's driver.
 */
export const nodeRepair = (providerMajor: number): EksNodeGroupNodeRepairConfig => ({
  enabled: true,
  ...(providerMajor >= 6 ? { maxParallelNodesRepairedCount: 1, maxUnhealthyNodeThresholdPercentage: 50 } : {}),
});
