import { z } from 'zod';

/**
 * The rows of the catalogue: what is true of the world, each with where it was found and when.
 * Every number in a plan can be followed to one of these rows.
 */

/** Where a fact was found and on which day it was true. `memory` in a source marks a recalled, unchecked value. */
export const Provenance = z.strictObject({
  source: z.string().min(1),
  asOf: z.iso.date(),
});
export type Provenance = z.infer<typeof Provenance>;

const positive = z.number().positive();
const share = z.number().min(0).max(1);

/** Number formats a model can be stored in or computed with. */
export const Precision = z.enum(['bf16', 'fp16', 'fp8', 'fp4', 'int8', 'int4']);
export type Precision = z.infer<typeof Precision>;

/** One accelerator (a GPU or an AI chip) as its data sheet states it; all compute figures are dense. */
export const Accelerator = z.strictObject({
  id: z.string(),
  /** Other names that published tables and instance listings use for the same part. */
  aliases: z.array(z.string()),
  name: z.string(),
  vendor: z.enum(['nvidia', 'amd', 'aws', 'google']),
  generation: z.string(),
  year: z.number().int(),
  /** Device memory in GB (10^9 bytes). */
  memoryGb: positive,
  memoryBandwidthGbS: positive,
  /** Dense tensor TFLOPS by operand format; null where the part has no such unit. */
  denseTflops: z.strictObject({ bf16: positive, fp8: positive.nullable(), fp4: positive.nullable() }),
  /** Board power limit (TDP or TGP) in W; null where none is published. */
  boardW: positive.nullable(),
  /** Fabric inside one node or rack; `gbS` is per accelerator and one direction. */
  scaleUp: z.strictObject({ name: z.string(), gbS: positive.nullable(), allToAll: z.boolean() }),
  formFactor: z.string(),
  /** Extended resource that the device plugin advertises. */
  resource: z.string(),
  /** Provisioned facility power per accelerator with all overheads, where an estimate is published. */
  allInKw: positive.nullable(),
  ...Provenance.shape,
});
export type Accelerator = z.infer<typeof Accelerator>;

/** How the network interfaces of a machine are arranged. */
const MachineNetwork = z.strictObject({
  cards: z.number().int().positive(),
  /** Elastic Fabric Adapter interfaces that the machine can carry; 0 where it has none. */
  efa: z.number().int().min(0),
  /** Whether card 0 can carry an EFA interface (false on p6-b300: its first card is ENA only). */
  primaryCardEfa: z.boolean(),
  maxInterfaces: z.number().int().positive().nullable(),
  ipv4PerInterface: z.number().int().positive().nullable(),
});

/** A machine that can be a node: a cloud instance type or a server model. */
export const Machine = z.strictObject({
  id: z.string(),
  /** `aws` for EC2 instance types, `owned` for servers in an own hall, else the name of the GPU cloud. */
  provider: z.string(),
  /** Accelerator row; null for a machine without accelerators. */
  accelerator: z.string().nullable(),
  accelerators: z.number().int().min(0),
  architecture: z.enum(['amd64', 'arm64']),
  vcpu: z.number().int().positive().nullable(),
  memoryGib: positive.nullable(),
  networkGbps: positive.nullable(),
  localNvmeGb: z.number().min(0).nullable(),
  maxPods: z.number().int().positive().nullable(),
  network: MachineNetwork.nullable(),
  /** Ways in which this machine can be obtained. */
  purchase: z.array(z.enum(['on-demand', 'spot', 'reservation', 'capacity-block', 'owned'])),
  /** Node managers that can run it: managed node groups, Karpenter. */
  managers: z.array(z.enum(['managed', 'karpenter'])),
  /** What the node draws, at the wall of the server. */
  power: z.strictObject({
    /** Nameplate or provisioned power of the whole node in W: what breakers and feeds must carry. */
    peakW: positive,
    /** Draw under steady serving load in W, measured where a row says so. */
    typicalW: positive,
    /** Share of the heat that leaves by liquid when the node is liquid cooled; 0 for air. */
    liquidShare: share,
    basis: z.string(),
  }),
  /** Nodes that are bought and placed as one rack (NVL72: 18); 1 where nodes stand alone. */
  nodesPerRackUnit: z.number().int().positive(),
  /** Accelerators joined by one coherent scale-up fabric (NVL72: 72). */
  scaleUpDomain: z.number().int().positive(),
  note: z.string().nullable(),
  ...Provenance.shape,
});
export type Machine = z.infer<typeof Machine>;

/** Shape of a served model: everything that sizing needs, from its published configuration. */
export const Model = z.strictObject({
  id: z.string(),
  aliases: z.array(z.string()),
  /** Repository on the Hugging Face hub. */
  repository: z.string(),
  paramsB: positive,
  activeParamsB: positive,
  layers: z.number().int().positive(),
  hidden: z.number().int().positive(),
  heads: z.number().int().positive(),
  kvHeads: z.number().int().positive(),
  headDim: z.number().int().positive(),
  ffn: z.number().int().positive().nullable(),
  vocab: z.number().int().positive(),
  context: z.number().int().positive(),
  /** Multi-head latent attention: the cached values per token and layer are the latent and the rope part. */
  mla: z
    .strictObject({
      kvLoraRank: z.number().int(),
      qLoraRank: z.number().int(),
      ropeHeadDim: z.number().int(),
      nopeHeadDim: z.number().int(),
      valueHeadDim: z.number().int(),
    })
    .nullable(),
  moe: z
    .strictObject({
      experts: z.number().int(),
      activeExperts: z.number().int(),
      sharedExperts: z.number().int(),
      expertFfn: z.number().int(),
      firstDenseLayers: z.number().int(),
      everyNth: z.number().int(),
    })
    .nullable(),
  /** Layers whose cache grows with the whole context. */
  fullAttentionLayers: z.number().int().positive(),
  slidingWindow: z.number().int().positive().nullable(),
  /** Cached values per token over all full-attention layers; times bytes per value gives the KV cache. */
  kvValuesPerToken: positive,
  nativePrecision: Precision,
  /** Formats the weights are published in or that engines quantise to on load. */
  precisions: z.array(Precision).min(1),
  licence: z.string(),
  /**
   * Whether the hub gives the weights only to accounts that were granted access, on the page of the repository; null if
   * that is unknown.
   */
  gated: z.boolean().nullable(),
  note: z.string().nullable(),
  ...Provenance.shape,
});
export type Model = z.infer<typeof Model>;

/** A region of a provider, or a grid area an own hall stands in. */
export const Region = z.strictObject({
  provider: z.string(),
  id: z.string(),
  zones: z.array(z.string()),
  /** ISO 3166-1 alpha-2. */
  country: z.string().length(2),
  /** Residency area that `residency` constraints name: `eu`, `us`, `uk`, … */
  jurisdiction: z.string(),
  /** Grid carbon, location based; null where no row was found. */
  gridGramsPerKwh: z.number().min(0).nullable(),
  /** Power usage effectiveness to account with; null where the operator publishes none. */
  pue: positive.nullable(),
  ...Provenance.shape,
});
export type Region = z.infer<typeof Region>;

/** List price of one machine for an hour. */
export const MachinePrice = z.strictObject({
  provider: z.string(),
  region: z.string(),
  machine: z.string(),
  /** What the machine carries, where the catalogue has no machine row for it: prices then go by accelerator. */
  carries: z.strictObject({ accelerator: z.string(), count: z.number().int().positive() }).optional(),
  basis: z.enum(['on-demand', 'spot', 'reservation', 'capacity-block', 'owned']),
  usdPerHour: positive,
  ...Provenance.shape,
});
export type MachinePrice = z.infer<typeof MachinePrice>;

/** What leaving a region costs, USD per GB. */
export const EgressPrice = z.strictObject({
  provider: z.string(),
  region: z.string(),
  toOtherRegion: z.number().min(0),
  betweenZones: z.number().min(0),
  internetFirst10Tb: z.number().min(0),
  internetNext40Tb: z.number().min(0),
  internetNext100Tb: z.number().min(0),
  internetOver150Tb: z.number().min(0).nullable(),
  ...Provenance.shape,
});
export type EgressPrice = z.infer<typeof EgressPrice>;

/** A price that is not a machine: control plane, NAT, endpoints, storage. */
export const PlatformPrice = z.strictObject({
  id: z.string(),
  provider: z.string(),
  usd: z.number().min(0),
  per: z.enum(['hour', 'gb', 'gb-month', 'month']),
  ...Provenance.shape,
});
export type PlatformPrice = z.infer<typeof PlatformPrice>;

/** What owning one accelerator costs per hour over its life, capital and housing together. */
export const OwnershipCost = z.strictObject({
  accelerator: z.string(),
  allInKw: positive,
  ownUsdPerHour: positive,
  rentThreeYearsUsdPerHour: positive,
  ...Provenance.shape,
});
export type OwnershipCost = z.infer<typeof OwnershipCost>;

/** A number that a budget is computed with: a limit, a share, a property of water. */
export const Rule = z.strictObject({
  id: z.string(),
  value: z.number(),
  unit: z.string(),
  ...Provenance.shape,
});
export type Rule = z.infer<typeof Rule>;

/** What is left of the throughput when accelerators are held below their board power; shares of the uncapped value. */
export const PowerCapPoint = z.strictObject({
  /** Generation of accelerators that was measured; `any` for one with no rows of its own. */
  generation: z.string(),
  capShare: positive.max(1),
  /** Prompt processing, which is bound by compute. */
  prefillShare: positive.max(1),
  /** Token generation, which is bound by memory. */
  decodeShare: positive.max(1),
  ...Provenance.shape,
});
export type PowerCapPoint = z.infer<typeof PowerCapPoint>;

/** What a kilowatt-hour costs a large consumer. */
export const EnergyPrice = z.strictObject({
  /** Country (ISO 3166-1 alpha-2) or, where there is no row for it, the jurisdiction that it is part of. */
  area: z.string(),
  usdPerKwh: z.number().min(0),
  ...Provenance.shape,
});
export type EnergyPrice = z.infer<typeof EnergyPrice>;

/** A pinned part of the platform: chart, add-on, image, Kubernetes minor, engine. */
export const Component = z.strictObject({
  id: z.string(),
  kind: z.enum(['chart', 'addon', 'image', 'kubernetes', 'ami']),
  repository: z.string().nullable(),
  version: z.string(),
  /** `sha256:…` where the image is pinned by content. */
  digest: z.string().nullable(),
  ...Provenance.shape,
});
export type Component = z.infer<typeof Component>;

/** All rows that a plan may use. */
export interface Catalog {
  readonly accelerators: readonly Accelerator[];
  readonly machines: readonly Machine[];
  readonly models: readonly Model[];
  readonly regions: readonly Region[];
  readonly machinePrices: readonly MachinePrice[];
  readonly egressPrices: readonly EgressPrice[];
  readonly platformPrices: readonly PlatformPrice[];
  readonly ownershipCosts: readonly OwnershipCost[];
  readonly rules: readonly Rule[];
  readonly powerCaps: readonly PowerCapPoint[];
  readonly energyPrices: readonly EnergyPrice[];
  readonly components: readonly Component[];
}

/** Rows to add to a catalogue; a row with the key of an existing one replaces it. */
export const CatalogRows = z
  .strictObject({
    accelerators: z.array(Accelerator),
    machines: z.array(Machine),
    models: z.array(Model),
    regions: z.array(Region),
    machinePrices: z.array(MachinePrice),
    egressPrices: z.array(EgressPrice),
    platformPrices: z.array(PlatformPrice),
    ownershipCosts: z.array(OwnershipCost),
    rules: z.array(Rule),
    powerCaps: z.array(PowerCapPoint),
    energyPrices: z.array(EnergyPrice),
    components: z.array(Component),
  })
  .partial();
export type CatalogRows = z.infer<typeof CatalogRows>;
