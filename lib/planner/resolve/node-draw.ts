import type { Accelerator, Catalog, Machine, PowerCapPoint } from '../../catalog/rows';
import { compare } from '../model/finding';

/** What one node draws, in W. */
export interface NodeDraw {
  /** Nameplate of the node, less what a power cap takes off: what feeds and breakers must carry. */
  readonly peakW: number;
  /** Steady draw while serving. */
  readonly typicalW: number;
  /** Host, network cards and fans: the nameplate without the accelerators' board power. */
  readonly hostW: number;
  /** Power of one accelerator in the peak figure; null where the board power is not published. */
  readonly acceleratorW: number | null;
  /** Whether the cap lowers the board power; a cap above it does nothing. */
  readonly isCapped: boolean;
}

/**
 * Peak and typical draw of a node, with a power cap on its accelerators where there is one.
 *
 * Peak = nameplate - accelerators x (board power - cap). A capped node cannot steadily draw more than its capped peak;
 * below that, serving draws what it draws uncapped (decoding stays far under the board power).
 */
export function nodeDraw(machine: Machine, accelerator: Accelerator | null, capW: number | null): NodeDraw {
  const count = machine.accelerators;
  const boardW = accelerator?.boardW ?? null;
  if (boardW === null || count === 0) {
    const { peakW, typicalW } = machine.power;
    return { peakW, typicalW, hostW: peakW, acceleratorW: null, isCapped: false };
  }
  const acceleratorW = capW === null ? boardW : Math.min(capW, boardW);
  const hostW = Math.max(machine.power.peakW - count * boardW, 0);
  const peakW = Math.min(machine.power.peakW, hostW + count * acceleratorW);
  return {
    peakW,
    typicalW: Math.min(machine.power.typicalW, peakW),
    hostW,
    acceleratorW,
    isCapped: acceleratorW < boardW,
  };
}

/** Throughput that a power cap leaves, as shares of the uncapped rates. */
export interface CapThroughput {
  readonly prefillShare: number;
  readonly decodeShare: number;
  /** False below the lowest measured cap, where the shares are those of the lowest point and too good. */
  readonly isMeasured: boolean;
  readonly points: readonly PowerCapPoint[];
}

/** Throughput left under a cap of `capShare` of the board power, interpolated between measured points. */
export function capThroughput(catalog: Catalog, accelerator: Accelerator, capShare: number): CapThroughput {
  if (capShare >= 1) return { prefillShare: 1, decodeShare: 1, isMeasured: true, points: [] };
  const of = (generation: string) =>
    catalog.powerCaps.filter((row) => row.generation.toLowerCase() === generation.toLowerCase());
  const own = of(accelerator.generation);
  // Use rows of this generation if they cover the cap, otherwise add rows of any generation.
  const reaches = own.some((row) => row.capShare <= capShare);
  // A lower cap never leaves more than a higher one did, whatever another generation kept under it.
  const least = own.reduce(
    (shares, row) => ({
      prefill: Math.min(shares.prefill, row.prefillShare),
      decode: Math.min(shares.decode, row.decodeShare),
    }),
    { prefill: 1, decode: 1 },
  );
  const further = of('any')
    .filter((row) => own.every((each) => row.capShare < each.capShare))
    .map((row) => ({
      ...row,
      prefillShare: Math.min(row.prefillShare, least.prefill),
      decodeShare: Math.min(row.decodeShare, least.decode),
    }));
  const rows = (reaches ? own : [...own, ...further]).sort(
    (a, b) => a.capShare - b.capShare || compare(a.generation, b.generation),
  );
  const below = rows.filter((row) => row.capShare <= capShare).at(-1);
  const above = rows.find((row) => row.capShare > capShare);
  const lowest = rows[0];
  if (lowest === undefined) return { prefillShare: capShare, decodeShare: capShare, isMeasured: false, points: [] };
  if (below === undefined) {
    return { prefillShare: lowest.prefillShare, decodeShare: lowest.decodeShare, isMeasured: false, points: [lowest] };
  }
  const upper = above ?? { capShare: 1, prefillShare: 1, decodeShare: 1 };
  const along = (capShare - below.capShare) / (upper.capShare - below.capShare);
  return {
    prefillShare: below.prefillShare + along * (upper.prefillShare - below.prefillShare),
    decodeShare: below.decodeShare + along * (upper.decodeShare - below.decodeShare),
    isMeasured: true,
    points: above === undefined ? [below] : [below, above],
  };
}
