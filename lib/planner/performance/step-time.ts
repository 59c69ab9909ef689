import type { Precision } from '../../catalog/rows';
import { BYTES_PER_GB } from '../../units/convert';
import type { PerformanceConstants } from './calibration';
import { linkCost } from './links';
import { attentionGroups, cacheCopies, fixedCacheBytes } from './memory';
import type { ServingEstimate, ServingShape } from './serving-shape';
import { bytesOf, parametersOf } from './weight-bytes';

/** Rows of a tile of a grouped product: experts with fewer tokens still take one. */
const TILE_ROWS = 32;

/** Work of one micro-step: one pass of a pipeline stage over decoding requests and chunks of prompts. */
export interface MicroStep {
  /** Requests that generate one token each. */
  readonly decoding: number;
  /** Mean cached tokens of such a request. */
  readonly context: number;
  /** Prompt tokens processed beside them. */
  readonly promptTokens: number;
  /** Mean tokens that a prompt token attends to. */
  readonly promptContext: number;
}

export type Bound = Exclude<ServingEstimate['bound'], 'memory-capacity'>;

/** Coefficients of a replica's engine, computed once; each step is then a few multiplications. */
export interface StepModel {
  readonly shape: ServingShape;
  readonly stages: number;
  readonly groups: number;
  /** What the first chunk of a prompt waits for besides its work: launches outside captured graphs. */
  readonly promptLaunchS: number;
  readonly seconds: (step: MicroStep) => number;
  readonly bound: (step: MicroStep) => Bound;
  /** Share of a step's time in which memory or units work. */
  readonly workShare: (step: MicroStep) => number;
}

interface Parts {
  readonly memory: number;
  readonly compute: number;
  readonly work: number;
  readonly links: number;
  readonly overhead: number;
}

/** FLOP/s that products in a format reach: weights may be stored smaller than the units compute. */
function productRate({ accelerator }: ServingShape, precision: Precision, constants: PerformanceConstants): number {
  const { bf16, fp8, fp4 } = accelerator.denseTflops;
  if (precision === 'fp4' && fp4 !== null) return fp4 * 1e12 * constants.fp4Compute;
  if ((precision === 'fp8' || precision === 'int8' || precision === 'fp4') && fp8 !== null) {
    return fp8 * 1e12 * constants.fp8Compute;
  }
  return bf16 * 1e12 * constants.bf16Compute;
}

/** Bytes that one token writes and reads again between the products of one layer, on one accelerator. */
function activationBytes({ model, parallelism }: ServingShape): number {
  const { moe, hidden } = model;
  const heads = 2 * model.heads * model.headDim + 2 * model.kvHeads * model.headDim;
  const ffn =
    moe === null
      ? 3 * (model.ffn ?? 4 * hidden)
      : (moe.activeExperts + moe.sharedExperts) * (3 * moe.expertFfn + 2 * hidden);
  return 2 * bytesOf.bf16 * (4 * hidden + (heads + ffn) / parallelism.tensor);
}

/** FLOP of attention for one token and one token of its context, over all layers of the model. */
function attentionFlops(shape: ServingShape): { readonly prompt: number; readonly decode: number } {
  const { model } = shape;
  const { mla } = model;
  if (mla === null) {
    const flops = 4 * model.heads * model.headDim;
    return { prompt: flops, decode: flops };
  }
  return {
    prompt: 2 * model.heads * (mla.nopeHeadDim + mla.ropeHeadDim + mla.valueHeadDim),
    decode: 2 * model.heads * (2 * mla.kvLoraRank + mla.ropeHeadDim),
  };
}

/** Prepares the step model of one engine of a replica. */
export function stepModel(shape: ServingShape, constants: PerformanceConstants, tuned: boolean): StepModel {
  const { model, accelerator, parallelism } = shape;
  const { tensor, pipeline } = parallelism;
  const groups = attentionGroups(shape);
  const split = tensor * pipeline;
  const weights = parametersOf(model, shape.precision);
  const vendor = accelerator.vendor === 'nvidia' ? 1 : constants.otherVendor;
  const bandwidth = accelerator.memoryBandwidthGbS * BYTES_PER_GB * constants.bandwidth * vendor;
  const denseRate = productRate(shape, weights.densePrecision, constants) * vendor;
  const routedRate = (productRate(shape, shape.precision, constants) * vendor) / (tuned ? 1 : constants.servedExperts);
  const attentionRate = accelerator.denseTflops.bf16 * 1e12 * constants.attentionCompute * vendor;
  const headRate = accelerator.denseTflops.bf16 * 1e12 * constants.bf16Compute * vendor;

  const denseS = (weights.dense * bytesOf[weights.densePrecision] + weights.head * bytesOf.bf16) / split / bandwidth;
  const denseTokenS = (2 * weights.dense) / split / denseRate;
  const headTokenS = (2 * weights.head) / split / headRate;
  const routedS = (weights.routed * bytesOf[shape.precision]) / split / groups / bandwidth;
  const routedTokenS = (2 * weights.routedActive) / split / groups / routedRate;
  const untouched = model.moe === null ? 1 : 1 - model.moe.activeExperts / model.moe.experts;
  const padding = model.moe === null ? 0 : (TILE_ROWS / 2) * (model.moe.experts / model.moe.activeExperts);
  const layers = model.layers / pipeline;
  const activationS = (activationBytes(shape) * layers * constants.activationTraffic) / bandwidth;
  const cacheS = (model.kvValuesPerToken * bytesOf[shape.kvPrecision] * cacheCopies(shape)) / split / bandwidth;
  const partial = model.layers - model.fullAttentionLayers;
  const windowed = model.slidingWindow === null ? 0 : partial;
  const flops = attentionFlops(shape);
  const attentionS = flops.prompt / split / attentionRate;
  const latentS = model.mla === null ? 0 : (flops.decode * model.fullAttentionLayers) / split / attentionRate;
  const links = linkCost(shape, weights.moeLayers, constants);
  const expertLayers = weights.moeLayers / pipeline;
  const launchedS = constants.layerS * (layers + (constants.expertLaunches - 1) * expertLayers);
  const promptS =
    constants.promptLayerS * model.layers +
    constants.promptLinearS * (partial - windowed) +
    (model.moe === null ? 0 : constants.promptExpertS * model.activeParamsB);
  const fixedS = constants.stepS / pipeline + launchedS + links.fixedS;

  const parts = ({ decoding, context, promptTokens, promptContext }: MicroStep): Parts => {
    const all = decoding + promptTokens;
    const group = all / groups;
    const touched = 1 - untouched ** all;
    const fixedCache = fixedCacheBytes(model, shape.kvPrecision, context) / split / bandwidth;
    const perRequest = Math.max(context * cacheS + fixedCache, context * latentS);
    const window = Math.min(promptContext, model.slidingWindow ?? promptContext);
    const attended = model.fullAttentionLayers * promptContext + windowed * window;
    const tokens = decoding / groups;
    const products = group * denseTokenS + tokens * headTokenS;
    const routed = (all + Math.min(padding * touched, 4 * all)) * routedTokenS;
    const prompt = (promptTokens / groups) * attended * attentionS;
    const streamed = tokens * perRequest + group * activationS;
    const memory = denseS + routedS * touched + streamed;
    const compute = products + routed + prompt;
    const work = Math.max(denseS, products) + Math.max(routedS * touched, routed) + prompt + streamed;
    return {
      memory,
      compute,
      work,
      links: links.fixedS + group * links.perTokenS,
      overhead: fixedS - links.fixedS + (decoding * constants.sequenceS) / pipeline,
    };
  };
  return {
    shape,
    stages: pipeline,
    groups,
    promptLaunchS: promptS,
    seconds: (step) => {
      const { work, links: communication, overhead } = parts(step);
      return work + communication + overhead;
    },
    workShare: (step) => {
      const { work, links: communication, overhead } = parts(step);
      return work / (work + communication + overhead);
    },
    bound: (step) => {
      const { memory, compute, links: communication, overhead } = parts(step);
      const highest = Math.max(memory, compute, communication, overhead);
      if (highest === overhead) return 'overhead';
      if (highest === communication) return 'communication';
      return highest === compute ? 'compute' : 'memory-bandwidth';
    },
  };
}
