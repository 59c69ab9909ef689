import { z } from 'zod';
import { Instant, Share } from './name';

/** How the nodes of a pool are obtained. */
export const CapacitySpec = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('on-demand') }),
  z.strictObject({ type: z.literal('spot') }),
  z.strictObject({
    type: z.literal('reservation'),
    id: z.string().optional().meta({ description: 'Reservation that exists. @default - a targeted one is created' }),
    endsAt: Instant.optional().meta({ description: '@default - open ended' }),
    usdPerNodeHour: z.number().positive().optional(),
  }),
  z.strictObject({
    type: z.literal('capacity-block'),
    id: z.string().optional().meta({ description: 'Reservation id of a block that was bought' }),
    purchase: z
      .strictObject({
        durationHours: z.number().int().min(24).max(4368),
        startsFrom: Instant,
        startsBefore: Instant,
        acceptNotRefundable: z.literal(true),
      })
      .optional()
      .meta({ description: 'Buys the block on apply; blocks cannot be cancelled' }),
    startsAt: Instant.optional(),
    endsAt: Instant.optional(),
    usdPerNodeHour: z.number().positive().optional(),
  }),
  z.strictObject({
    type: z.literal('owned'),
    usdPerNode: z
      .number()
      .positive()
      .optional()
      .meta({ description: 'Purchase price; with `lifeYears` the basis of the hourly cost' }),
    lifeYears: z.number().positive().optional(),
  }),
]);
export type CapacitySpec = z.infer<typeof CapacitySpec>;

/** A pool of like nodes at a site. */
export const PoolSpec = z.strictObject({
  machine: z.string().optional().meta({ description: 'Machine row: an instance type or a server model' }),
  accelerator: z.string().optional().meta({ description: 'Accelerator row; the cheapest machine with it is taken' }),
  count: z.number().int().min(0).optional().meta({ description: 'Nodes. @default - as many as its workloads need' }),
  share: Share.optional().meta({ description: 'Share of the demand of its workloads. @default - split by capacity' }),
  maxCount: z.number().int().min(0).optional().meta({ description: '@default - the count' }),
  capacity: CapacitySpec.optional().meta({ description: '@default - on demand; owned where the site is an own hall' }),
  zones: z
    .array(z.string())
    .min(1)
    .optional()
    .meta({ description: '@default - all zones of the site; one where the fabric or a block needs it' }),
  fabric: z
    .enum(['none', 'efa', 'rdma'])
    .optional()
    .meta({ description: '@default - none, unless a replica spans nodes' }),
  placementGroup: z.boolean().default(false),
  manager: z.enum(['managed', 'karpenter']).default('managed'),
  image: z
    .strictObject({
      family: z.enum(['al2023', 'bottlerocket']).default('bottlerocket'),
      release: z.string().optional(),
    })
    .optional(),
  diskGib: z.number().int().min(20).default(300),
  labels: z.record(z.string(), z.string()).default({}),
  selector: z
    .record(z.string(), z.string())
    .default({})
    .meta({ description: 'Labels that nodes of an existing cluster carry' }),
  nodesPerRack: z.number().int().positive().optional(),
  feed: z.string().optional().meta({ description: 'Power feed of the site that carries this pool' }),
  powerCapW: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'Power limit of each accelerator. @default - the board power' }),
});
export type PoolSpec = z.infer<typeof PoolSpec>;
