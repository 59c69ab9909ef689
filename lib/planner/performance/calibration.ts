/**
 * What the model cannot know from data sheets: how much of the peaks real engines reach, and what a step costs besides
 * work. Every value is fitted on published measurements by `scripts/calibrate.ts`; none belongs to one model or accelerator.
 */
export interface PerformanceConstants {
  /** Share of the dense 16-bit peak that large matrix products reach. */
  readonly bf16Compute: number;
  /** Share of the dense 8-bit peak that large matrix products reach. */
  readonly fp8Compute: number;
  /** Share of the dense 4-bit peak that large matrix products reach. */
  readonly fp4Compute: number;
  /** Share of the dense 16-bit peak that attention over a prompt reaches. */
  readonly attentionCompute: number;
  /** Share of the memory bandwidth that streaming of weights and cache reaches. */
  readonly bandwidth: number;
  /** Bytes that a token moves between products, in multiples of one write and one read of each intermediate value. */
  readonly activationTraffic: number;
  /** Share of the link speed that collectives reach. */
  readonly link: number;
  /** Latency of one collective over a scale-up fabric, in seconds. */
  readonly collectiveS: number;
  /** Launches of one layer in a step, in seconds. */
  readonly layerS: number;
  /** Scheduling of one step, in seconds. */
  readonly stepS: number;
  /** Sampling and bookkeeping of one sequence in a step, in seconds. */
  readonly sequenceS: number;
  /** Share of the nominal memory that weights, cache and buffers may take. */
  readonly usableMemory: number;
  /** Activations, graphs and communication buffers of one accelerator, in GB. */
  readonly reservedGb: number;
  /** Share of the output for which a running request holds cache: 0.5 is what it uses on average, 1 is all of it. */
  readonly outputReserve: number;
  /** Time of products with experts in an engine as shipped, over one tuned for a benchmark. */
  readonly servedExperts: number;
  /** Share of the peaks that accelerators of other vendors than NVIDIA reach, relative to it. */
  readonly otherVendor: number;
  /** Launches of one layer for a prompt, which runs without captured graphs, in seconds. */
  readonly promptLayerS: number;
  /** Routing and grouping the tokens of a prompt over experts, outside captured graphs, in seconds per 10^9 active parameters. */
  readonly promptExpertS: number;
  /** Launches of one layer of linear attention for a prompt, on top of those of any layer, in seconds: its chunks are scanned by many small kernels. */
  readonly promptLinearS: number;
  /** How often longer the launches of a layer with experts take than those of a dense one, in a captured step. */
  readonly expertLaunches: number;
  /** Draw of a busy node at the wall over the board power of its accelerators: host, network cards, fans, conversion. */
  readonly wallPerBoard: number;
  /** 99th percentile of a latency over its mean. */
  readonly tail: number;
}
