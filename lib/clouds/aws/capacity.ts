import { DataAwsEc2CapacityBlockOffering } from '@cdktf/provider-aws/lib/data-aws-ec2-capacity-block-offering';
import { Ec2CapacityBlockReservation } from '@cdktf/provider-aws/lib/ec2-capacity-block-reservation';
import { Ec2CapacityReservation } from '@cdktf/provider-aws/lib/ec2-capacity-reservation';
import type {
  LaunchTemplateCapacityReservationSpecification,
  LaunchTemplateConfig,
} from '@cdktf/provider-aws/lib/launch-template';
import { PlacementGroup } from '@cdktf/provider-aws/lib/placement-group';
import { ResourcegroupsGroup } from '@cdktf/provider-aws/lib/resourcegroups-group';
import { ResourcegroupsResource } from '@cdktf/provider-aws/lib/resourcegroups-resource';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { CapacityPlan, NodePoolPlan } from '../../planner/plan';
import { DISCOVERY_TAG, POOL_TAG, placementGroupName } from './names';
import type { Place } from './place';
import { awsPoolOf } from './rules/plan';

const PLATFORM = 'Linux/UNIX';

/** What a pool's capacity source means for its node group. */
export interface Capacity {
  readonly capacityType: 'ON_DEMAND' | 'SPOT' | 'CAPACITY_BLOCK';
  /** Market and reservation of the launch template; empty where EC2 picks from its pool. */
  readonly template: Pick<LaunchTemplateConfig, 'instanceMarketOptions' | 'capacityReservationSpecification'>;
  /** Reservation that the pool uses; null where it has none. */
  readonly reservationId: string | null;
  /** Terraform expressions of the start and end of a block that is bought here; null where the plan knows both. */
  readonly window: { readonly startsAt: string; readonly endsAt: string } | null;
}

/** A cluster placement group where the pool chose one. */
export function addPlacementGroup(scope: Construct, clusterName: string, pool: NodePoolPlan): PlacementGroup | null {
  if (!awsPoolOf(pool).placementGroup) return null;
  return new PlacementGroup(scope, 'placement-group', {
    name: placementGroupName(clusterName, pool.name),
    strategy: 'cluster',
  });
}

/**
 * Reserves or buys what the pool's capacity source asks for.
 *
 * @throws Error for a source that no cloud has, and for a purchase that the provider cannot make
 */
export function addCapacity(
  scope: Construct,
  pool: NodePoolPlan,
  place: Place,
  clusterName: string,
  group: PlacementGroup | null,
): Capacity {
  const { capacity } = pool;
  switch (capacity.type) {
    case 'on-demand':
      return { capacityType: 'ON_DEMAND', template: {}, reservationId: null, window: null };
    case 'spot':
      return { capacityType: 'SPOT', template: {}, reservationId: null, window: null };
    case 'reservation': {
      const reservationId =
        capacity.reservationId ?? addReservation(scope, pool, clusterName, capacity.endsAt, group).id;
      return {
        capacityType: 'ON_DEMAND',
        template: { capacityReservationSpecification: only({ capacityReservationId: reservationId }) },
        reservationId,
        window: null,
      };
    }
    case 'capacity-block': {
      const block = capacity.reservationId === null ? buyBlock(scope, pool, clusterName, capacity) : null;
      const reservationId = capacity.reservationId ?? block?.id ?? '';
      return {
        capacityType: 'CAPACITY_BLOCK',
        // EC2 takes a block only with all three: market type, reservation as target, and EKS' capacity type.
        template: {
          instanceMarketOptions: { marketType: 'capacity-block' },
          capacityReservationSpecification: only(
            awsPoolOf(pool).ultraServer
              ? {
                  capacityReservationResourceGroupArn: addReservationGroup(
                    scope,
                    pool,
                    place,
                    clusterName,
                    reservationId,
                  ),
                }
              : { capacityReservationId: reservationId },
          ),
        },
        reservationId,
        window: block === null ? null : { startsAt: `${block.fqn}.start_date`, endsAt: `${block.fqn}.end_date` },
      };
    }
    case 'owned':
      throw new Error(`pool "${pool.name}" has owned capacity, which AWS does not have; use a reservation`);
  }
}

const only = (
  target: LaunchTemplateCapacityReservationSpecification['capacityReservationTarget'],
): LaunchTemplateCapacityReservationSpecification => ({
  capacityReservationPreference: 'capacity-reservations-only',
  capacityReservationTarget: target,
});

/** Another cluster of the account may have a pool of the same name: the cluster's own tag tells the two apart. */
const reservationTags = (pool: NodePoolPlan, clusterName: string): Record<string, string> => ({
  Name: `${clusterName}-${pool.name}`,
  [POOL_TAG]: pool.name,
  [DISCOVERY_TAG]: clusterName,
});

function addReservation(
  scope: Construct,
  pool: NodePoolPlan,
  clusterName: string,
  endsAt: string | null,
  group: PlacementGroup | null,
): Ec2CapacityReservation {
  return new Ec2CapacityReservation(scope, 'reservation', {
    instanceType: pool.machine,
    instancePlatform: PLATFORM,
    availabilityZone: oneZone(pool),
    instanceCount: pool.nodes.planned,
    // Open reservations are taken by any instance of the account, and so by none of this pool.
    instanceMatchCriteria: 'targeted',
    tenancy: 'default',
    ebsOptimized: true,
    endDateType: endsAt === null ? 'unlimited' : 'limited',
    ...(endsAt === null ? {} : { endDate: endsAt }),
    ...(group === null ? {} : { placementGroupArn: group.arn }),
    tags: reservationTags(pool, clusterName),
  });
}

function buyBlock(
  scope: Construct,
  pool: NodePoolPlan,
  clusterName: string,
  { purchase }: Extract<CapacityPlan, { type: 'capacity-block' }>,
): Ec2CapacityBlockReservation {
  if (purchase === null) {
    throw new Error(
      `pool "${pool.name}" has a capacity block with neither reservationId nor purchase; state the id of a block that was bought, or a purchase`,
    );
  }
  if (awsPoolOf(pool).ultraServer) {
    throw new Error(
      `pool "${pool.name}": Terraform's AWS provider buys no UltraServer blocks; buy it and state its reservationId`,
    );
  }
  const offering = new DataAwsEc2CapacityBlockOffering(scope, 'block-offering', {
    instanceType: pool.machine,
    instanceCount: pool.nodes.planned,
    capacityDurationHours: purchase.durationHours,
    startDateRange: purchase.startsFrom,
    // EC2 asks for the earliest start and the latest end.
    endDateRange: purchase.endsBefore,
  });
  const zone = oneZone(pool);
  const block = new Ec2CapacityBlockReservation(scope, 'block', {
    capacityBlockOfferingId: offering.capacityBlockOfferingId,
    instancePlatform: PLATFORM,
    tags: reservationTags(pool, clusterName),
    lifecycle: {
      // A block is paid on purchase and cannot be given back.
      preventDestroy: true,
      // The offering that is found differs from day to day; the one that was bought stays.
      ignoreChanges: ['capacity_block_offering_id'],
      precondition: [
        {
          condition: `\${${offering.fqn}.availability_zone == "${zone}"}`,
          errorMessage: `the offered block is in another zone than ${zone} of pool ${pool.name}; nothing was bought`,
        },
        ...(purchase.maxUsd === null
          ? []
          : [
              {
                condition: `\${tonumber(${offering.fqn}.upfront_fee) <= ${purchase.maxUsd}}`,
                errorMessage: `the offered block for pool ${pool.name} costs more than ${purchase.maxUsd} USD; nothing was bought`,
              },
            ]),
      ],
    },
  });
  // To be written into the file as the id of the block: offerings that were bought are not offered again, so a later plan
  // would find none. Without the purchase Terraform forgets the block, and the block stays.
  new TerraformOutput(scope, 'block-id', {
    value: block.id,
    description: `State it as capacity.id of pool ${pool.name}: the block is bought`,
  });
  return block;
}

/** UltraServer blocks are targeted through a resource group of reservations. */
function addReservationGroup(
  scope: Construct,
  pool: NodePoolPlan,
  place: Place,
  clusterName: string,
  reservationId: string,
): string {
  const group = new ResourcegroupsGroup(scope, 'reservation-group', {
    name: placementGroupName(clusterName, pool.name),
    description: `Reservations of pool ${pool.name}`,
    configuration: [
      { type: 'AWS::EC2::CapacityReservationPool' },
      {
        type: 'AWS::ResourceGroups::Generic',
        parameters: [{ name: 'allowed-resource-types', values: ['AWS::EC2::CapacityReservation'] }],
      },
    ],
  });
  new ResourcegroupsResource(scope, 'reservation-member', {
    groupArn: group.arn,
    resourceArn: place.arn('ec2', `capacity-reservation/${reservationId}`),
  });
  return group.arn;
}

/** @throws Error where the pool has no or several zones: a reservation is in one */
export function oneZone(pool: NodePoolPlan): string {
  const [zone, ...others] = pool.zones;
  if (zone === undefined || others.length > 0) {
    throw new Error(
      `pool "${pool.name}" has a reservation and zones [${pool.zones.join(', ')}]; a reservation is in one zone`,
    );
  }
  return zone;
}
