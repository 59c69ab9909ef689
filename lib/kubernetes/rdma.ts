import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Construct } from 'constructs';
import type { RdmaDevicesPlan } from '../planner/model/plan';
import { addObject } from './objects';

/**
 * Configures which adapters the network operator shares, and under which name. The operator takes one policy in a cluster, of
 * this name only; a cluster that has its own states no devices.
 */
export function addRdma(scope: Construct, plan: RdmaDevicesPlan): Manifest {
  const [resourcePrefix, resourceName] = plan.resource.split('/');
  const selectors = {
    vendors: plan.vendors,
    ...(plan.deviceIds.length === 0 ? {} : { deviceIDs: plan.deviceIds }),
    ...(plan.interfaces.length === 0 ? {} : { ifNames: plan.interfaces }),
    ...(plan.linkTypes.length === 0 ? {} : { linkTypes: plan.linkTypes }),
  };
  const config = { configList: [{ resourceName, resourcePrefix, rdmaHcaMax: plan.shares, selectors }] };
  return addObject(scope, 'rdma', {
    apiVersion: 'mellanox.com/v1alpha1',
    kind: 'NicClusterPolicy',
    metadata: { name: 'nic-cluster-policy' },
    spec: { rdmaSharedDevicePlugin: { ...plan.plugin, config: JSON.stringify(config) } },
  });
}
