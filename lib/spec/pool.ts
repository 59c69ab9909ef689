import { z } from 'zod';
import { Instant, LabelKey, LabelValue, Line, Name, Share } from './name';

const usdPerNodeHour = z
  .number()
  .positive()
  .optional()
  .meta({ description: 'What a node costs an hour. @default - the price row' });

/** How the nodes of a pool are obtained. */
export const CapacitySpec = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('on-demand').meta({ description: 'Rented by the hour' }) }),
  z.strictObject({ type: z.literal('spot').meta({ description: 'Rented cheaply; the provider may take it back' }) }),
  z.strictObject({
    type: z.literal('reservation').meta({ description: 'Reserved capacity, open ended or up to a date' }),
    id: Line.optional().meta({ description: 'Reservation that exists. @default - a targeted one is created' }),
    endsAt: Instant.optional().meta({ description: 'When it ends. @default - open ended' }),
    usdPerNodeHour,
  }),
  z.strictObject({
    type: z.literal('capacity-block').meta({ description: 'A block of capacity that was bought for a stated time' }),
    id: Line.optional().meta({ description: 'Reservation id of a block that was bought. @default - `purchase`' }),
    purchase: z
      .strictObject({
        durationHours: z.number().int().min(24).max(4368).meta({ description: 'Length of the block in hours' }),
        startsFrom: Instant.meta({ description: 'Earliest start' }),
        startsBefore: Instant.meta({ description: 'Latest start' }),
        acceptNotRefundable: z.literal(true).meta({ description: 'Says that you know that it cannot be cancelled' }),
      })
      .optional()
      .meta({ description: 'Buys the block on apply; blocks cannot be cancelled. @default - `id`' }),
    startsAt: Instant.optional().meta({ description: 'When the block starts. @default - at once' }),
    endsAt: Instant.optional().meta({
      description: 'When the block ends: nodes leave before it. @default - must be stated',
    }),
    usdPerNodeHour,
  }),
  z.strictObject({
    type: z.literal('owned').meta({ description: 'Servers that were bought' }),
    usdPerNode: z.number().positive().optional().meta({
      description:
        'Purchase price; with `lifeYears` the basis of the hourly cost. @default - the row of the accelerator',
    }),
    lifeYears: z
      .number()
      .positive()
      .optional()
      .meta({ description: 'Years over which the price is spread. @default - the row of the accelerator' }),
  }),
]);
export type CapacitySpec = z.infer<typeof CapacitySpec>;

/** A pool of like nodes at a site of any cloud; a cloud may narrow a key with `PoolSpec.extend({ … })`. */
export const PoolSpec = z.strictObject({
  machine: Line.optional().meta({
    description: 'Machine row: an instance type or a server model. @default - `accelerator` chooses it',
  }),
  accelerator: Line.optional().meta({
    description: 'Accelerator row; the cheapest machine with it is taken. @default - that of `machine`',
  }),
  count: z.number().int().min(0).optional().meta({ description: 'Nodes. @default - as many as its workloads need' }),
  share: Share.optional().meta({ description: 'Share of the demand of its workloads. @default - split by capacity' }),
  maxCount: z.number().int().min(0).optional().meta({ description: 'Nodes that it may grow to. @default - the count' }),
  capacity: CapacitySpec.optional().meta({
    description: 'How its nodes are obtained. @default - on demand; owned where the site is an own hall',
  }),
  zones: z.array(Line).min(1).optional().meta({
    description: 'Zones of its nodes. @default - all zones of the site; one where the fabric or a block needs it',
  }),
  fabric: Name.optional().meta({
    description:
      'Network between its nodes: none, or one that the cloud has. @default - none, unless a replica spans nodes',
  }),
  placementGroup: z.boolean().default(false).meta({ description: 'Whether its nodes stand in one cluster group' }),
  manager: z
    .enum(['managed', 'karpenter'])
    .default('managed')
    .meta({ description: 'Who makes nodes: a managed node group or Karpenter' }),
  image: z
    .strictObject({
      family: Line.optional().meta({ description: 'Family of the image. @default - the first that fits the machine' }),
      release: Line.optional().meta({ description: 'Release of the image. @default - the pinned one' }),
    })
    .optional()
    .meta({ description: 'Image of the nodes. @default - the first that fits the machine' }),
  diskGib: z.number().int().min(20).default(300).meta({ description: 'Root disk in GiB' }),
  labels: z.record(LabelKey, LabelValue).default({}).meta({ description: 'Labels that its nodes get' }),
  selector: z
    .record(LabelKey, LabelValue)
    .default({})
    .meta({ description: 'Labels that nodes of an existing cluster carry' }),
  nodesPerRack: z
    .number()
    .int()
    .positive()
    .optional()
    .meta({ description: 'Nodes in one rack. @default - what the limits of a rack carry' }),
  feed: Name.optional().meta({ description: 'Power feed of the site that carries this pool. @default - none' }),
  powerCapW: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'Power limit of each accelerator in W. @default - the board power' }),
});
export type PoolSpec = z.infer<typeof PoolSpec>;
