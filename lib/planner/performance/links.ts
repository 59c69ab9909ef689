import { BYTES_PER_GB } from '../../units/convert';
import type { PerformanceConstants } from './calibration';
import { attentionGroups } from './memory';
import type { ServingShape } from './serving-shape';
import { bytesOf } from './weight-bytes';

/** Cards that a bridge joins where the row names none, and the host link beside it, in GB/s: PCIe 5 x16. */
const BRIDGED = { cards: 2, hostGbS: 64 } as const;
/** Scale-up links of which the row states no speed, and a network of which none is known, in GB/s. */
const UNKNOWN = { insideGbS: 32, outsideGbS: 50 } as const;
/** A collective over the network takes as long as about three over the scale-up fabric. */
const OUTSIDE_LATENCY = 3;

/** What communication costs in one pipeline stage: a fixed part, and seconds for each token. */
export interface LinkCost {
  readonly fixedS: number;
  readonly perTokenS: number;
}

interface Link {
  readonly bytesPerS: number;
  readonly latencyS: number;
}

/** The slowest link that joins a group of accelerators. */
function linkOf(shape: ServingShape, group: number, constants: PerformanceConstants): Link {
  const { accelerator, scaleUpDomain, scaleOutGbS } = shape;
  const inside = accelerator.scaleUp.gbS ?? UNKNOWN.insideGbS;
  if (group > scaleUpDomain) {
    const outside = Math.min(scaleOutGbS ?? UNKNOWN.outsideGbS, inside);
    return { bytesPerS: outside * BYTES_PER_GB * constants.link, latencyS: OUTSIDE_LATENCY * constants.collectiveS };
  }
  const bridged = /bridge/i.test(accelerator.scaleUp.name) && inside > BRIDGED.hostGbS;
  const cards = Number(/(\d+) cards/.exec(accelerator.scaleUp.name)?.[1] ?? BRIDGED.cards);
  const speed = bridged && group > cards ? BRIDGED.hostGbS : inside;
  return { bytesPerS: speed * BYTES_PER_GB * constants.link, latencyS: constants.collectiveS };
}

/** All-reduces of a tensor group, all-to-alls of experts that attention groups share, hand-overs between stages. */
export function linkCost(shape: ServingShape, moeLayers: number, constants: PerformanceConstants): LinkCost {
  const { model, parallelism } = shape;
  const { tensor, pipeline } = parallelism;
  const groups = attentionGroups(shape);
  const tokenBytes = model.hidden * bytesOf.bf16;
  let fixedS = 0;
  let perTokenS = 0;
  if (tensor > 1) {
    const { bytesPerS, latencyS } = linkOf(shape, tensor, constants);
    const reduces = (2 * model.layers - (groups > 1 ? moeLayers : 0)) / pipeline;
    fixedS += reduces * latencyS;
    perTokenS += (reduces * 2 * tokenBytes * (tensor - 1)) / tensor / bytesPerS;
  }
  if (groups > 1 && model.moe !== null) {
    const size = groups * tensor;
    const { bytesPerS, latencyS } = linkOf(shape, size, constants);
    // A token goes to as many accelerators as hold its experts, in 8 bit there and in 16 bit back.
    const reached = size * (1 - (1 - 1 / size) ** model.moe.activeExperts);
    const bytes = reached * model.hidden * (bytesOf.fp8 + bytesOf.bf16);
    fixedS += (2 * moeLayers * latencyS) / pipeline;
    perTokenS += ((moeLayers / pipeline) * bytes) / tensor / bytesPerS;
  }
  if (pipeline > 1) {
    const { bytesPerS, latencyS } = linkOf(shape, tensor * pipeline, constants);
    fixedS += latencyS;
    perTokenS += tokenBytes / bytesPerS;
  }
  return { fixedS, perTokenS };
}
