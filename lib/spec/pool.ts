import { z } from 'zod';
import { rowId } from './known-ids';
import { Instant, LabelKey, LabelValue, Line, Name, Share } from './name';
import { orReference } from './reference';

const usdPerNodeHour = z
  .number()
  .positive()
  .optional()
  .meta({ description: 'Price of a node in USD per hour. @default - the price in the catalogue' });

/** Capacity type of a pool. */
export const CapacitySpec = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('on-demand').meta({ description: 'On-demand capacity, billed by the hour.' }) }),
    z.strictObject({
      type: z.literal('spot').meta({ description: 'Spot capacity. The provider can reclaim nodes at any time.' }),
    }),
    z.strictObject({
      type: z.literal('reservation').meta({ description: 'Capacity reservation, open-ended or until a date.' }),
      id: orReference(Line).optional().meta({
        description: 'Id of an existing reservation. @default - a targeted reservation is created',
      }),
      endsAt: Instant.optional().meta({ description: 'When the reservation ends. @default - open-ended' }),
      usdPerNodeHour,
    }),
    z.strictObject({
      type: z.literal('capacity-block').meta({ description: 'Capacity block, bought for a fixed period.' }),
      id: orReference(Line).optional().meta({
        description: 'Reservation id of an existing block. @default - the block that `purchase` buys',
      }),
      purchase: z
        .strictObject({
          durationHours: z.number().int().min(24).max(4368).meta({ description: 'Duration of the block in hours.' }),
          startsFrom: Instant.meta({ description: 'Earliest start of the block.' }),
          startsBefore: Instant.meta({ description: 'Latest start of the block.' }),
          acceptNotRefundable: z
            .literal(true)
            .meta({ description: 'Confirms that the purchase cannot be cancelled or refunded.' }),
        })
        .optional()
        .meta({
          description: 'Buys a block during apply. A block cannot be cancelled. @default - the existing block `id`',
        }),
      startsAt: Instant.optional().meta({ description: 'When the block starts. @default - it has started' }),
      endsAt: Instant.optional().meta({
        description:
          'When the block ends. Nodes are drained before. Required unless `purchase` is set. @default - the end of the purchased block',
      }),
      usdPerNodeHour,
    }),
    z.strictObject({
      type: z.literal('owned').meta({ description: 'Servers that you own.' }),
      usdPerNode: z.number().positive().optional().meta({
        description:
          'Purchase price of a node in USD. It is spread over `lifeYears`. @default - the ownership cost of the accelerator in the catalogue',
      }),
      lifeYears: z.number().positive().optional().meta({
        description: 'Depreciation period in years. @default - the ownership cost of the accelerator in the catalogue',
      }),
    }),
  ])
  .meta({ description: 'How the nodes of a pool are obtained.' });
export type CapacitySpec = z.infer<typeof CapacitySpec>;

/** A pool of identical nodes at a site. */
export const PoolSpec = z
  .strictObject({
    machine: rowId('machines').optional().meta({
      description:
        'Machine of the nodes: an EC2 instance type or a server model. @default - the cheapest machine with `accelerator`',
    }),
    accelerator: rowId('accelerators').optional().meta({
      description:
        'Accelerator of the nodes. The cheapest machine with it is used. @default - the accelerator of `machine`',
    }),
    count: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Number of nodes. @default - as many as the workloads need' }),
    share: Share.optional().meta({
      description: 'Share of the demand of its workloads, from 0 to 1. @default - in proportion to capacity',
    }),
    maxCount: z
      .number()
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Maximum number of nodes. @default - the value of `count`' }),
    capacity: CapacitySpec.optional().meta({
      description:
        'How the nodes are obtained. @default - `owned` for a Kubernetes site without `cloud`, else `on-demand`',
    }),
    zones: z.array(Line).min(1).optional().meta({
      description:
        'Availability zones of the nodes. @default - all zones of the site, or one if the fabric or the capacity requires it',
    }),
    fabric: Name.optional().meta({
      description: 'Network fabric between the nodes. @default - `none`, unless a replica spans several nodes',
    }),
    placementGroup: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether to launch the nodes in a cluster placement group.' }),
    manager: z
      .enum(['managed', 'karpenter'])
      .default('managed')
      .meta({ description: 'What provisions the nodes: an EKS managed node group or Karpenter.' }),
    image: z
      .strictObject({
        family: Line.optional().meta({
          description: 'Image family. @default - the first family that supports the machine',
        }),
        release: Line.optional().meta({ description: 'Image release. @default - the pinned release' }),
      })
      .optional()
      .meta({ description: 'Image of the nodes. @default - the first image that supports the machine' }),
    diskGib: z.number().int().min(20).default(300).meta({ description: 'Size of the root volume in GiB.' }),
    labels: z.record(LabelKey, LabelValue).default({}).meta({ description: 'Kubernetes labels of the nodes.' }),
    selector: z
      .record(LabelKey, LabelValue)
      .default({})
      .meta({ description: 'Labels that select the nodes of the pool in an existing cluster.' }),
    nodesPerRack: z
      .number()
      .int()
      .positive()
      .optional()
      .meta({ description: 'Number of nodes per rack. @default - as many as the rack limits allow' }),
    feed: Name.optional().meta({ description: 'Power feed of the site that supplies the pool. @default - none' }),
    powerCapW: z
      .number()
      .positive()
      .optional()
      .meta({ description: 'Power limit per accelerator in W. @default - the board power of the accelerator' }),
  })
  .meta({ description: 'A pool of identical nodes at a site.' });
export type PoolSpec = z.infer<typeof PoolSpec>;
