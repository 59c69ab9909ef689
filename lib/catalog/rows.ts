import { z } from 'zod';

/**
 * The rows of the catalogue: what is true of the world, each with where it was found and when.
 * Every number in a plan can be followed to one of these rows.
 */

/** Where a fact was found and on which day it was true. `memory` in a source marks a recalled, unchecked value. */
export const Provenance = z.strictObject({
  /**
   * Where the value was found: a URL, or a file of a public repository with its commit. For several values, which is
   * from where.
   */
  source: z.string().min(1),
  /** Day on which the value was true, such as `2026-11-23`. */
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
  /** Id by which machines and pools name the accelerator, such as `h100-sxm`. */
  id: z.string(),
  /** Other names that published tables and instance listings use for the same part. */
  aliases: z.array(z.string()),
  /** Display name, such as `NVIDIA H100 SXM`. */
  name: z.string(),
  /** Vendor, such as `nvidia`, by which rows of drivers, node images and engine images are matched. */
  vendor: z.string().min(1),
  /** Architecture, such as `Hopper`. Power cap rows are matched by it. */
  generation: z.string(),
  /** Year of its announcement. */
  year: z.number().int(),
  /** Device memory in GB (10^9 bytes). */
  memoryGb: positive,
  /** Memory bandwidth in GB/s, which bounds token generation. */
  memoryBandwidthGbS: positive,
  /** Dense tensor TFLOPS by operand format; null where the part has no such unit. */
  denseTflops: z.strictObject({
    /** TFLOPS with bf16 operands. */
    bf16: positive,
    /** TFLOPS with fp8 operands. Null: no such unit. */
    fp8: positive.nullable(),
    /** TFLOPS with fp4 operands. Null: no such unit. */
    fp4: positive.nullable(),
  }),
  /** Board power limit (TDP or TGP) in W; null where none is published. */
  boardW: positive.nullable(),
  /** Fabric inside one node or rack; `gbS` is per accelerator and one direction. */
  scaleUp: z.strictObject({
    /** Name of the fabric, such as `NVLink 4`. */
    name: z.string(),
    /** Bandwidth of one accelerator in one direction, in GB/s. Null if it is not published. */
    gbS: positive.nullable(),
    /** Whether every accelerator reaches every other one at full bandwidth. */
    allToAll: z.boolean(),
  }),
  /** Form, such as `SXM`, `PCIe` or `NVL72 rack`. */
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
  /** Number of network cards, which interfaces are spread over. */
  cards: z.number().int().positive(),
  /** Elastic Fabric Adapter interfaces that the machine can carry; 0 where it has none. */
  efa: z.number().int().min(0),
  /** Whether card 0 can carry an EFA interface (false on p6-b300: its first card is ENA only). */
  primaryCardEfa: z.boolean(),
  /** Most network interfaces over all cards. Null: unknown. */
  maxInterfaces: z.number().int().positive().nullable(),
  /** Most IPv4 addresses of one interface. Null: unknown. */
  ipv4PerInterface: z.number().int().positive().nullable(),
});

/** A machine that can be a node: a cloud instance type or a server model. */
export const Machine = z.strictObject({
  /** Instance type or server model, such as `p5.48xlarge` or `dgx-h200`. */
  id: z.string(),
  /** `aws` for EC2 instance types, `owned` for servers in an own hall, else the name of the GPU cloud. */
  provider: z.string(),
  /** Accelerator row; null for a machine without accelerators. */
  accelerator: z.string().nullable(),
  /** Number of accelerators; 0 without an accelerator row. */
  accelerators: z.number().int().min(0),
  /** CPU architecture, as `kubernetes.io/arch` has it. */
  architecture: z.enum(['amd64', 'arm64']),
  /** Virtual CPUs. Null: unknown, and pods are sized for 16. */
  vcpu: z.number().int().positive().nullable(),
  /** Memory in GiB. Null: unknown, and pods are sized for 64. */
  memoryGib: positive.nullable(),
  /** Network bandwidth of the node in Gbit/s, between nodes of one replica too. Null: unknown. */
  networkGbps: positive.nullable(),
  /** Instance storage in GB. Null: unknown. */
  localNvmeGb: z.number().min(0).nullable(),
  /** Most pods of a node with the addresses of its interfaces. Null: unknown. */
  maxPods: z.number().int().positive().nullable(),
  /** Network cards and interfaces. Null: unknown. */
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
    /** How the figures were measured or estimated, as a phrase. */
    basis: z.string(),
  }),
  /** Nodes that are bought and placed as one rack (NVL72: 18); 1 for single nodes. */
  nodesPerRackUnit: z.number().int().positive(),
  /** Accelerators joined by one coherent scale-up fabric (NVL72: 72). */
  scaleUpDomain: z.number().int().positive(),
  /** What to know of the row. Null: nothing. */
  note: z.string().nullable(),
  ...Provenance.shape,
});
export type Machine = z.infer<typeof Machine>;

/** Shape of a served model: everything that sizing needs, from its published configuration. */
export const Model = z.strictObject({
  /** Id by which workloads name the model, such as `llama-3.3-70b`. */
  id: z.string(),
  /** Other names of the same weights or shape, which workloads may use. */
  aliases: z.array(z.string()),
  /** Repository on the Hugging Face hub. */
  repository: z.string(),
  /** Parameters in billions, with embeddings. */
  paramsB: positive,
  /** Parameters in billions that one token passes; `paramsB` for a dense model. */
  activeParamsB: positive,
  /** Number of layers. */
  layers: z.number().int().positive(),
  /** Size of the hidden state. */
  hidden: z.number().int().positive(),
  /** Attention heads of a layer. */
  heads: z.number().int().positive(),
  /** Key and value heads of a layer, which limit how far tensor parallelism splits the cache. */
  kvHeads: z.number().int().positive(),
  /** Size of an attention head. */
  headDim: z.number().int().positive(),
  /** Inner size of the feed-forward block. Null: unknown, and four times `hidden` is assumed. */
  ffn: z.number().int().positive().nullable(),
  /** Number of tokens in the vocabulary, which sizes embedding and output head. */
  vocab: z.number().int().positive(),
  /** Longest supported context in tokens. */
  context: z.number().int().positive(),
  /** Multi-head latent attention: the cached values per token and layer are the latent and the rope part. */
  mla: z
    .strictObject({
      /** Rank of the latent of keys and values. */
      kvLoraRank: z.number().int(),
      /** Rank of the latent of queries. */
      qLoraRank: z.number().int(),
      /** Size of the part of a head with rotary positions. */
      ropeHeadDim: z.number().int(),
      /** Size of the part of a head without positions. */
      nopeHeadDim: z.number().int(),
      /** Size of a value head. */
      valueHeadDim: z.number().int(),
    })
    .nullable(),
  /** Mixture of experts. Null for a dense model. */
  moe: z
    .strictObject({
      /** Routed experts of a layer. */
      experts: z.number().int(),
      /** Routed experts that a token passes in a layer. */
      activeExperts: z.number().int(),
      /** Experts of a layer that every token passes. */
      sharedExperts: z.number().int(),
      /** Inner size of one expert. */
      expertFfn: z.number().int(),
      /** Layers at the start without experts. */
      firstDenseLayers: z.number().int(),
      /** Of the layers after them, one in this many has experts. */
      everyNth: z.number().int(),
    })
    .nullable(),
  /** Layers whose cache grows with the whole context. */
  fullAttentionLayers: z.number().int().positive(),
  /** Window in tokens of the layers without full attention. Null: there are none, or they are linear. */
  slidingWindow: z.number().int().positive().nullable(),
  /** Cached values per token over all full-attention layers; times bytes per value gives the KV cache. */
  kvValuesPerToken: positive,
  /** Format that the weights are published in, which workloads use by default. */
  nativePrecision: Precision,
  /** Formats the weights are published in or that engines quantise to on load. */
  precisions: z.array(Precision).min(1),
  /** Name of the licence of the weights. */
  licence: z.string(),
  /**
   * Whether the hub gives the weights only to accounts that were granted access, on the page of the repository; null if
   * that is unknown.
   */
  gated: z.boolean().nullable(),
  /** What to know of the row. Null: nothing. */
  note: z.string().nullable(),
  ...Provenance.shape,
});
export type Model = z.infer<typeof Model>;

/** A region of a provider, or the grid area of an own hall. */
export const Region = z.strictObject({
  /** Cloud of the region, or `grid` for a grid area. */
  provider: z.string(),
  /** Region as the API of the cloud names it, or the country of a grid area. */
  id: z.string(),
  /** Availability zones; empty for a grid area. */
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
  /** Provider of the price, such as `aws`. */
  provider: z.string(),
  /** Region in which the price applies. */
  region: z.string(),
  /** Id of the machine row. */
  machine: z.string(),
  /** What the machine carries, where the catalogue has no machine row for it: prices then go by accelerator. */
  carries: z
    .strictObject({
      /** Id of the accelerator row. */
      accelerator: z.string(),
      /** Number of accelerators of the machine. */
      count: z.number().int().positive(),
    })
    .optional(),
  /** Purchase option that the price is for. */
  basis: z.enum(['on-demand', 'spot', 'reservation', 'capacity-block', 'owned']),
  /** Price of the whole machine in USD per hour. */
  usdPerHour: positive,
  ...Provenance.shape,
});
export type MachinePrice = z.infer<typeof MachinePrice>;

/** What leaving a region costs, USD per GB. */
export const EgressPrice = z.strictObject({
  /** Cloud of the region. */
  provider: z.string(),
  /** Region that the data leaves. */
  region: z.string(),
  /** Price to another region of the same cloud, in USD per GB. */
  toOtherRegion: z.number().min(0),
  /** Price between zones of the region, in USD per GB. */
  betweenZones: z.number().min(0),
  /** Price to the internet for the first 10 TB of a month, in USD per GB. */
  internetFirst10Tb: z.number().min(0),
  /** Price to the internet for the next 40 TB, in USD per GB. */
  internetNext40Tb: z.number().min(0),
  /** Price to the internet for the next 100 TB, in USD per GB. */
  internetNext100Tb: z.number().min(0),
  /** Price to the internet beyond 150 TB, in USD per GB. Null: that of the tier before. */
  internetOver150Tb: z.number().min(0).nullable(),
  ...Provenance.shape,
});
export type EgressPrice = z.infer<typeof EgressPrice>;

/** A price that is not a machine: control plane, NAT, endpoints, storage. */
export const PlatformPrice = z.strictObject({
  /** Id by which the costs of a cloud name the row, such as `nat-gateway`. */
  id: z.string(),
  /** Provider of the price. */
  provider: z.string(),
  /** Price in USD. */
  usd: z.number().min(0),
  /** What the price is for: an hour, a month, a GB, or a GB that is stored for a month. */
  per: z.enum(['hour', 'gb', 'gb-month', 'month']),
  ...Provenance.shape,
});
export type PlatformPrice = z.infer<typeof PlatformPrice>;

/** What owning one accelerator costs per hour over its life, capital and housing together. */
export const OwnershipCost = z.strictObject({
  /** Id of the accelerator row. */
  accelerator: z.string(),
  /** Facility power of one accelerator in kW, with its part of the node and all overheads. */
  allInKw: positive,
  /** Cost of owning one accelerator in USD per hour. */
  ownUsdPerHour: positive,
  /** Price of renting one accelerator for three years, in USD per hour. */
  rentThreeYearsUsdPerHour: positive,
  ...Provenance.shape,
});
export type OwnershipCost = z.infer<typeof OwnershipCost>;

/** A number that a budget is computed with: a limit, a share, a property of water. */
export const Rule = z.strictObject({
  /** Id by which the planner looks the number up, such as `idle-share`. */
  id: z.string(),
  /** The number itself. */
  value: z.number(),
  /** Its unit, or what it is a share of. */
  unit: z.string(),
  ...Provenance.shape,
});
export type Rule = z.infer<typeof Rule>;

/** What is left of the throughput when accelerators are held below their board power; shares of the uncapped value. */
export const PowerCapPoint = z.strictObject({
  /** Generation of accelerators that was measured; `any` for one with no rows of its own. */
  generation: z.string(),
  /** Cap as a share of the board power. */
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
  /** Price in USD per kWh. */
  usdPerKwh: z.number().min(0),
  ...Provenance.shape,
});
export type EnergyPrice = z.infer<typeof EnergyPrice>;

/** A pinned part of the platform: chart, add-on, image, Kubernetes minor, engine. */
export const Component = z.strictObject({
  /** Id, such as `chart/kueue`, by which `components` of a factory override the row. */
  id: z.string(),
  /** What is pinned. */
  kind: z.enum(['chart', 'addon', 'image', 'kubernetes', 'ami']),
  /** Chart repository or image name without a tag. Null if the component has none. */
  repository: z.string().nullable(),
  /** Exact version of a chart, an add-on or an image; of Kubernetes the minor version. */
  version: z.string(),
  /** `sha256:…` where the image is pinned by content. */
  digest: z.string().nullable(),
  ...Provenance.shape,
});
export type Component = z.infer<typeof Component>;

/** A serving engine, as its published image behaves. */
export const Engine = z.strictObject({
  /** Id by which workloads name the engine, such as `vllm`. */
  id: z.string(),
  /** Port on which the API of its image answers. */
  port: z.number().int().min(1).max(65535),
  /** Share of the device memory that the engine may use. */
  memoryShare: positive.max(1),
  /** Formats to which the engine converts published weights while it loads them. */
  convertsTo: z.array(Precision),
  ...Provenance.shape,
});
export type Engine = z.infer<typeof Engine>;

/** Which image of an engine runs on the accelerators of a vendor, over the fabric between nodes. */
export const EngineImage = z.strictObject({
  /** Id of the engine row. */
  engine: z.string(),
  /** Vendor of the accelerators. */
  vendor: z.string(),
  /** Fabric whose libraries the image has, for replicas over several nodes. Null: any fabric without a row of its own. */
  fabric: z.string().nullable(),
  /** Id of the component row that pins the image. */
  component: z.string(),
  ...Provenance.shape,
});
export type EngineImage = z.infer<typeof EngineImage>;

/** A node image of EKS: an AMI type with what it contains. */
export const NodeImage = z.strictObject({
  /** Image family. Of several that fit a machine, the first row is used if a pool states none. */
  family: z.enum(['al2023', 'bottlerocket']),
  /** Vendor of the accelerators. Null: machines without accelerators. */
  vendor: z.string().nullable(),
  /** CPU architecture, as machine rows have it. */
  architecture: z.enum(['amd64', 'arm64']),
  /** `ami_type` of a node group. */
  amiType: z.string(),
  /** Id of the component row that pins the release; a row `<component>/<minor>` is for one minor of Kubernetes. */
  component: z.string(),
  /** Whether releases start with the Kubernetes minor that they fit. */
  releasePerMinor: z.boolean(),
  /** Whether the image contains the driver of the accelerators. */
  driver: z.boolean(),
  /** Whether the image contains the container toolkit of the accelerators. */
  toolkit: z.boolean(),
  /** Whether the image runs the device plugin. */
  devicePlugin: z.boolean(),
  /** Whether the image partitions accelerators itself. */
  partitioning: z.boolean(),
  ...Provenance.shape,
});
export type NodeImage = z.infer<typeof NodeImage>;

/** The device class by which pods claim the accelerators of a vendor through dynamic resource allocation. */
export const DeviceClass = z.strictObject({
  /** Vendor of the accelerators. */
  vendor: z.string(),
  /** Name of the device class, such as `gpu.nvidia.com`. */
  name: z.string(),
  /** Release of the driver that creates the class; its row is `chart/<release>`. Null: the cluster has it. */
  release: z.string().nullable(),
  ...Provenance.shape,
});
export type DeviceClass = z.infer<typeof DeviceClass>;

/** The release that brings the device plugin of a vendor's accelerators. */
export const VendorRelease = z.strictObject({
  /** Vendor of the accelerators. */
  vendor: z.string(),
  /** Name of the release; its row is `chart/<release>`. Null: the nodes run the device plugin themselves. */
  release: z.string().nullable(),
  ...Provenance.shape,
});
export type VendorRelease = z.infer<typeof VendorRelease>;

/** A bucket in which a registry keeps image layers; a gateway endpoint that omits it breaks pulls in its region. */
export const LayerBucket = z.strictObject({
  /** Registry, such as `quay.io`; `ecr` for the registries of AWS accounts. */
  registry: z.string(),
  /** Region whose pulls pass the gateway endpoint. Null: every region without a row of its own. */
  region: z.string().nullable(),
  /** Name of the bucket; `{region}` is replaced by the region. */
  bucket: z.string(),
  /** Whether pulls need internet access as well, because the API of the registry is there. */
  needsInternet: z.boolean(),
  ...Provenance.shape,
});
export type LayerBucket = z.infer<typeof LayerBucket>;

/** A command that copies what is missing; origin and target are appended as its last arguments. */
export const SyncTool = z.strictObject({
  /** Id of the component row that pins its image. */
  component: z.string(),
  /** The command with its arguments. */
  command: z.array(z.string()),
  /** Arguments that exclude the metadata that a hub download leaves beside the weights. */
  withoutHubNotes: z.array(z.string()),
});
export type SyncTool = z.infer<typeof SyncTool>;

/** Where weights can be fetched from. */
export const WeightSource = z.strictObject({
  /** Scheme of `weights.source`, such as `s3`. */
  scheme: z.string().regex(/^[a-z][a-z0-9]*$/, 'use lower-case letters and digits, without ://'),
  /** Host names that serve the weights, which boundaries let through. */
  domains: z.array(z.string()),
  /** Command that copies between two addresses, one of them of this scheme. Null: `hf download` fetches them. */
  tool: SyncTool.nullable(),
  ...Provenance.shape,
});
export type WeightSource = z.infer<typeof WeightSource>;

/** A minor version of Kubernetes as EKS supports it. */
export const KubernetesSupport = z.strictObject({
  /** Minor version, such as `1.35`. */
  minor: z.string().regex(/^1\.\d+$/, 'use a minor version, such as 1.35'),
  /** Last day of standard support. Null: not published on `asOf`. */
  standardUntil: z.iso.date().nullable(),
  ...Provenance.shape,
});
export type KubernetesSupport = z.infer<typeof KubernetesSupport>;

/** All rows that a plan may use. */
export interface Catalog {
  /** GPUs and AI chips, with memory, bandwidth, compute and board power. */
  readonly accelerators: readonly Accelerator[];
  /** Cloud instance types and server models that can be nodes. */
  readonly machines: readonly Machine[];
  /** Models that can be served, with the shape that sizing needs. */
  readonly models: readonly Model[];
  /** Regions of clouds and grid areas, with country, jurisdiction and carbon intensity. */
  readonly regions: readonly Region[];
  /** Prices of machines in USD per hour, by region and purchase option. */
  readonly machinePrices: readonly MachinePrice[];
  /** Prices of data that leaves a region or a zone, in USD per GB. */
  readonly egressPrices: readonly EgressPrice[];
  /** Prices of what is no machine: control planes, gateways, endpoints, storage. */
  readonly platformPrices: readonly PlatformPrice[];
  /** Cost of owning an accelerator in USD per hour. */
  readonly ownershipCosts: readonly OwnershipCost[];
  /** Single numbers that computations use, such as safety margins and launch times, by id. */
  readonly rules: readonly Rule[];
  /** Throughput that is left under a power cap, by generation of accelerators. */
  readonly powerCaps: readonly PowerCapPoint[];
  /** Prices of electricity in USD per kWh, by country or jurisdiction. */
  readonly energyPrices: readonly EnergyPrice[];
  /** Pinned versions of charts, add-ons, images and Kubernetes. */
  readonly components: readonly Component[];
  /** Serving engines: port, memory share, formats that they convert weights to. */
  readonly engines: readonly Engine[];
  /** Images of serving engines, by vendor of accelerators and fabric. */
  readonly engineImages: readonly EngineImage[];
  /** Node images of EKS, in order of preference. */
  readonly nodeImages: readonly NodeImage[];
  /** Device classes for dynamic resource allocation, by vendor. */
  readonly deviceClasses: readonly DeviceClass[];
  /** Releases that bring the device plugins of vendors. */
  readonly vendorReleases: readonly VendorRelease[];
  /** Buckets of image layers, by registry and region. */
  readonly layerBuckets: readonly LayerBucket[];
  /** Places that weights can be fetched from, by scheme. */
  readonly weightSources: readonly WeightSource[];
  /** Kubernetes versions of EKS with the end of their standard support. */
  readonly kubernetesSupport: readonly KubernetesSupport[];
}

/** Rows to add to a catalogue; a row with the key of an existing one replaces it. */
export const CatalogRows = z
  .strictObject({
    /** Rows of accelerators, by `id`. */
    accelerators: z.array(Accelerator),
    /** Rows of machines, by `id`. */
    machines: z.array(Machine),
    /** Rows of models, by `id`. */
    models: z.array(Model),
    /** Rows of regions, by provider and id. */
    regions: z.array(Region),
    /** Rows of machine prices, by provider, region, machine and basis. */
    machinePrices: z.array(MachinePrice),
    /** Rows of egress prices, by provider and region. */
    egressPrices: z.array(EgressPrice),
    /** Rows of platform prices, by provider and id. */
    platformPrices: z.array(PlatformPrice),
    /** Rows of ownership costs, by `accelerator`. */
    ownershipCosts: z.array(OwnershipCost),
    /** Rows of single numbers, by `id`. */
    rules: z.array(Rule),
    /** Rows of power caps, by generation and `capShare`. */
    powerCaps: z.array(PowerCapPoint),
    /** Rows of energy prices, by `area`. */
    energyPrices: z.array(EnergyPrice),
    /** Rows of pinned components, by `id`. */
    components: z.array(Component),
    /** Rows of serving engines, by `id`. */
    engines: z.array(Engine),
    /** Rows of engine images, by engine, vendor and fabric. */
    engineImages: z.array(EngineImage),
    /** Rows of node images, by family, vendor and architecture. */
    nodeImages: z.array(NodeImage),
    /** Rows of device classes, by `vendor`. */
    deviceClasses: z.array(DeviceClass),
    /** Rows of the releases of vendors, by `vendor`. */
    vendorReleases: z.array(VendorRelease),
    /** Rows of layer buckets, by registry and region. */
    layerBuckets: z.array(LayerBucket),
    /** Rows of weight sources, by `scheme`. */
    weightSources: z.array(WeightSource),
    /** Rows of supported Kubernetes versions, by `minor`. */
    kubernetesSupport: z.array(KubernetesSupport),
  })
  .partial();
export type CatalogRows = z.infer<typeof CatalogRows>;
