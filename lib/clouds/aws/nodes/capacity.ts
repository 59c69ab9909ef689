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
import type { AwsPlace } from '../place';
import { DISCOVERY_TAG, nameTag, POOL_TAG, placementGroupName } from '../rules/names';

const PLATFORM = 'Linux/UNIX';

/** A capacity block that is bought on apply. It cannot be returned. */
export interface BlockPurchase {
  /** Duration of the block in hours. */
  readonly durationHours: number;
  /** Earliest start, as RFC 3339 in UTC. */
  readonly startsFrom: string;
  /** Latest end, as RFC 3339 in UTC. */
  readonly endsBefore: string;
  /** Most that the block may cost. @default - any price */
  readonly maxUsd?: number | null;
}

/** How the nodes of a pool are obtained. */
export type NodeCapacity =
  | {
      /** On-demand instances, as far as EC2 has them. */
      readonly type: 'on-demand';
    }
  | {
      /** Spot instances, which EC2 can reclaim. */
      readonly type: 'spot';
    }
  | {
      /** A capacity reservation: an existing one, or one that is created for the pool. */
      readonly type: 'reservation';
      /** Id of an existing reservation. @default - a targeted one is created */
      readonly reservationId?: string | null;
      /** End of the reservation, as RFC 3339 in UTC. @default - open ended */
      readonly endsAt?: string | null;
    }
  | {
      /** A capacity block, bought for a fixed period. */
      readonly type: 'capacity-block';
      /** Id of a block that was bought. @default - `purchase` */
      readonly reservationId?: string | null;
      /** Block to buy on apply. @default - `reservationId` */
      readonly purchase?: BlockPurchase | null;
      /** Whether it is a block of UltraServers, which is targeted by a resource group. @default false */
      readonly ultraServer?: boolean;
      /** Start of the block, as RFC 3339 in UTC. @default - the nodes are not started on a schedule */
      readonly startsAt?: string | null;
      /** End of the block, as RFC 3339 in UTC. @default - the nodes are not ended on a schedule */
      readonly endsAt?: string | null;
    };

/** A pool as far as its capacity needs it. */
export interface CapacityPool {
  /** Name of the pool, for tags and names of its reservation. */
  readonly name: string;
  /** Instance type. */
  readonly machine: string;
  /** Zones of the nodes. A reservation or block that is obtained here needs exactly one. */
  readonly zones: readonly string[];
  /** Nodes that are reserved or bought. */
  readonly count: number;
  /** Whether its nodes are in one cluster placement group. @default false */
  readonly placementGroup?: boolean;
  /** How the nodes are obtained. */
  readonly capacity: NodeCapacity;
}

export interface CapacityContext {
  readonly place: AwsPlace;
  readonly clusterName: string;
  readonly placementGroup: PlacementGroup | null;
}

/** What a capacity source means for a node group. */
export interface Capacity {
  readonly capacityType: 'ON_DEMAND' | 'SPOT' | 'CAPACITY_BLOCK';
  /** Market and reservation of the launch template. Empty if EC2 picks from its pool. */
  readonly template: Pick<LaunchTemplateConfig, 'instanceMarketOptions' | 'capacityReservationSpecification'>;
  /** Reservation that the pool uses. Null if it has none. */
  readonly reservationId: string | null;
  /** Terraform expressions of the start and end of a block that is bought here. Null if both are known before apply. */
  readonly window: { readonly startsAt: string; readonly endsAt: string } | null;
}

/** Adds a cluster placement group. */
export const addPlacementGroup = (scope: Construct, clusterName: string, pool: string): PlacementGroup =>
  new PlacementGroup(scope, 'placement-group', { name: placementGroupName(clusterName, pool), strategy: 'cluster' });

/**
 * Reserves or buys the capacity of a pool.
 *
 * @throws Error for a purchase that the AWS provider cannot make
 */
export function addCapacity(scope: Construct, pool: CapacityPool, context: CapacityContext): Capacity {
  const { capacity } = pool;
  switch (capacity.type) {
    case 'on-demand':
      return { capacityType: 'ON_DEMAND', template: {}, reservationId: null, window: null };
    case 'spot':
      return { capacityType: 'SPOT', template: {}, reservationId: null, window: null };
    case 'reservation': {
      const reservationId = capacity.reservationId ?? addReservation(scope, pool, capacity.endsAt ?? null, context).id;
      return {
        capacityType: 'ON_DEMAND',
        template: { capacityReservationSpecification: only({ capacityReservationId: reservationId }) },
        reservationId,
        window: null,
      };
    }
    case 'capacity-block':
      return addBlock(scope, pool, capacity, context);
  }
}

type Block = Extract<NodeCapacity, { type: 'capacity-block' }>;

function addBlock(scope: Construct, pool: CapacityPool, capacity: Block, context: CapacityContext): Capacity {
  const stated = capacity.reservationId ?? null;
  const block = stated === null ? buyBlock(scope, pool, capacity, context) : null;
  const reservationId = stated ?? block?.id ?? '';
  return {
    capacityType: 'CAPACITY_BLOCK',
    // EC2 takes a block only with all three: market type, reservation as target, and EKS' capacity type.
    template: {
      instanceMarketOptions: { marketType: 'capacity-block' },
      capacityReservationSpecification: only(
        capacity.ultraServer === true
          ? { capacityReservationResourceGroupArn: addReservationGroup(scope, pool, reservationId, context) }
          : { capacityReservationId: reservationId },
      ),
    },
    reservationId,
    window: block === null ? null : { startsAt: `${block.fqn}.start_date`, endsAt: `${block.fqn}.end_date` },
  };
}

const only = (
  target: LaunchTemplateCapacityReservationSpecification['capacityReservationTarget'],
): LaunchTemplateCapacityReservationSpecification => ({
  capacityReservationPreference: 'capacity-reservations-only',
  capacityReservationTarget: target,
});

/** Tags of a reservation. Another cluster of the account can have a pool of the same name; the second tag differs then. */
const reservationTags = (pool: CapacityPool, clusterName: string): Record<string, string> => ({
  Name: nameTag(clusterName, pool.name),
  [POOL_TAG]: pool.name,
  [DISCOVERY_TAG]: clusterName,
});

function addReservation(
  scope: Construct,
  pool: CapacityPool,
  endsAt: string | null,
  { clusterName, placementGroup }: CapacityContext,
): Ec2CapacityReservation {
  return new Ec2CapacityReservation(scope, 'reservation', {
    instanceType: pool.machine,
    instancePlatform: PLATFORM,
    availabilityZone: oneZone(pool),
    instanceCount: pool.count,
    // Any instance of the account takes open reservations, and nothing would be left for this pool.
    instanceMatchCriteria: 'targeted',
    tenancy: 'default',
    ebsOptimized: true,
    endDateType: endsAt === null ? 'unlimited' : 'limited',
    ...(endsAt === null ? {} : { endDate: endsAt }),
    ...(placementGroup === null ? {} : { placementGroupArn: placementGroup.arn }),
    tags: reservationTags(pool, clusterName),
  });
}

function buyBlock(
  scope: Construct,
  pool: CapacityPool,
  { purchase, ultraServer }: Block,
  { clusterName }: CapacityContext,
): Ec2CapacityBlockReservation {
  if (purchase == null) {
    throw new Error(
      `pool "${pool.name}" has a capacity block without reservationId and purchase; state the id of a block that was bought, or a purchase`,
    );
  }
  if (ultraServer === true) {
    throw new Error(
      `pool "${pool.name}" buys an UltraServer block, which Terraform's AWS provider cannot do; buy it by hand and state its reservationId`,
    );
  }
  const offering = new DataAwsEc2CapacityBlockOffering(scope, 'block-offering', {
    instanceType: pool.machine,
    instanceCount: pool.count,
    capacityDurationHours: purchase.durationHours,
    startDateRange: purchase.startsFrom,
    // EC2 takes the earliest start and the latest end.
    endDateRange: purchase.endsBefore,
  });
  const zone = oneZone(pool);
  const { maxUsd = null } = purchase;
  const block = new Ec2CapacityBlockReservation(scope, 'block', {
    capacityBlockOfferingId: offering.capacityBlockOfferingId,
    instancePlatform: PLATFORM,
    tags: reservationTags(pool, clusterName),
    lifecycle: {
      // A block is paid on purchase and cannot be returned.
      preventDestroy: true,
      // The offering that is found differs from day to day; the one that was bought stays.
      ignoreChanges: ['capacity_block_offering_id'],
      precondition: [
        {
          condition: `\${${offering.fqn}.availability_zone == "${zone}"}`,
          errorMessage: `the offered block is in another zone than ${zone} of pool ${pool.name}; nothing was bought`,
        },
        ...(maxUsd === null
          ? []
          : [
              {
                condition: `\${tonumber(${offering.fqn}.upfront_fee) <= ${maxUsd}}`,
                errorMessage: `the offered block for pool ${pool.name} costs more than ${maxUsd} USD; nothing was bought`,
              },
            ]),
      ],
    },
  });
  // An offering that was bought is not offered again, so a later plan would find none: the id has to replace the purchase.
  // Terraform then forgets the block, and the block stays.
  new TerraformOutput(scope, 'block-id', {
    value: block.id,
    description: `State it as capacity.id of pool ${pool.name}: the block is bought`,
  });
  return block;
}

/** Adds a resource group of one reservation, by which UltraServer blocks are targeted. */
function addReservationGroup(
  scope: Construct,
  pool: CapacityPool,
  reservationId: string,
  { place, clusterName }: CapacityContext,
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

/** @throws Error if the pool has no zone or several: a reservation is in one */
function oneZone(pool: CapacityPool): string {
  const [zone, ...others] = pool.zones;
  if (zone === undefined || others.length > 0) {
    throw new Error(
      `pool "${pool.name}" has a reservation and zones [${pool.zones.join(', ')}]; a reservation is in one zone`,
    );
  }
  return zone;
}
