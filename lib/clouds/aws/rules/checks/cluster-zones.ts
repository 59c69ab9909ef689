import type { LibraryCheck } from '../../../../planner/model/check';
import type { LibraryFinding } from '../../../../planner/model/finding';
import { awsSites } from './aws-sites';

/** Zones in which EKS places the network interfaces of a control plane, at least. */
const CONTROL_PLANE_ZONES = 2;

/**
 * A cluster that the library creates has subnets in two zones.
 *
 * Source: Amazon EKS user guide, "EKS networking requirements for VPC and subnets".
 */
export const clusterZones: LibraryCheck = {
  id: 'cluster-zones',
  why: 'EKS refuses a cluster whose subnets are in one zone, in the middle of an apply',
  isLocal: true,
  check: (factory) =>
    awsSites(factory).flatMap(({ path, spec, zones }): LibraryFinding[] => {
      // Without a zone the region is unknown, which is reported.
      if (spec.cluster.existing !== undefined || zones.length === 0 || zones.length >= CONTROL_PLANE_ZONES) return [];
      const isExisting = spec.network.existing !== undefined;
      return [
        {
          code: 'cluster-needs-two-zones',
          severity: 'error',
          path: isExisting ? `${path}.network.existing.privateSubnetIds` : `${path}.zones`,
          message: `found the zone ${zones.join(', ')}, and EKS takes subnets in ${CONTROL_PLANE_ZONES} zones or more; add a ${isExisting ? 'subnet in another zone' : 'zone'}, and keep pools in one zone with \`zones\` of the pool`,
        },
      ];
    }),
};
