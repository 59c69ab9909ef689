import type { Accelerator, Catalog, Machine, PowerCapPoint } from '../../catalog/rows';
import { compare } from '../model/finding';
import { constant, fromRow, type Quantity, SHARE, stated, zeroOf } from '../model/quantity';
import type { ResolvedPool } from '../model/resolved';

/** What one node draws, in W. */
export interface NodeDraw {
  /** Nameplate of the node, less what a power cap takes off: what feeds and breakers must carry. */
  readonly peakW: Quantity;
  /** Steady draw while serving. */
  readonly typicalW: Quantity;
  /** Host, network cards and fans: the nameplate without the accelerators' board power. */
  readonly hostW: Quantity;
  /** Power of one accelerator in the peak figure; null if the board power is not published. */
  readonly acceleratorW: Quantity | null;
}

/** A cap on the power of each accelerator. */
export const capOf = (capW: number, poolPath: string): Quantity =>
  stated('cap', capW, 'W/accelerator', `${poolPath}.powerCapW`);

/**
 * Peak and typical draw of a node, with a power cap on its accelerators if there is one.
 *
 * Peak = nameplate - accelerators x (board power - cap). A capped node cannot steadily draw more than its capped peak;
 * below that, serving draws what it draws uncapped (decoding stays far under the board power).
 *
 * @param poolPath path of the pool in the factory file, which states the cap
 */
export function nodeDraw(
  machine: Machine,
  accelerator: Accelerator | null,
  capW: number | null,
  poolPath: string,
): NodeDraw {
  const nameplate = fromRow('nameplate', machine.power.peakW, 'W/node', machine);
  const row = { ...machine, source: `${machine.source} (${machine.power.basis})` };
  const typical = fromRow('typical', machine.power.typicalW, 'W/node', row);
  const boardW = accelerator?.boardW ?? null;
  if (accelerator === null || boardW === null || machine.accelerators === 0) {
    return {
      peakW: nameplate,
      typicalW: typical.atMost(nameplate),
      hostW: nameplate.called('nameplate'),
      acceleratorW: null,
    };
  }
  const count = fromRow('accelerators', machine.accelerators, 'accelerator/node', machine);
  const board = fromRow('boardW', boardW, 'W/accelerator', accelerator);
  const own = capW === null ? board : capOf(capW, poolPath).atMost(board);
  const hostW = nameplate.minus(count.times(board)).atLeast(zeroOf('W/node'));
  const peakW = nameplate.atMost(hostW.plus(count.times(own)));
  return { peakW, typicalW: typical.atMost(peakW), hostW, acceleratorW: own };
}

/** Throughput that a power cap leaves, as shares of the uncapped rates. */
export interface CapThroughput {
  readonly prefillShare: Quantity;
  readonly decodeShare: Quantity;
  /** False below the lowest measured cap, for which the shares are those of the lowest point and too good. */
  readonly isMeasured: boolean;
  /** Measured points that the shares are interpolated between. */
  readonly points: readonly PowerCapPoint[];
}

/**
 * Throughput left under a cap, interpolated between measured points.
 *
 * @param cap power of an accelerator under the cap
 * @param board power of an accelerator without it
 */
export function capThroughput(
  catalog: Catalog,
  accelerator: Accelerator,
  cap: Quantity,
  board: Quantity,
): CapThroughput {
  const share = cap.over(board);
  const capShare = share.value;
  if (capShare >= 1) {
    const all = constant('all', 1, SHARE, 'a cap that is not below the board power takes nothing');
    return { prefillShare: all, decodeShare: all, isMeasured: true, points: [] };
  }
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
  if (lowest === undefined) return { prefillShare: share, decodeShare: share, isMeasured: false, points: [] };
  const between = (key: 'prefillShare' | 'decodeShare'): Quantity => {
    if (below === undefined) return fromRow('below', lowest[key], SHARE, lowest);
    const low = fromRow('below', below[key], SHARE, below);
    const lowAt = fromRow('cap share below', below.capShare, SHARE, below);
    const high =
      above === undefined
        ? constant('above', 1, SHARE, 'all of it without a cap')
        : fromRow('above', above[key], SHARE, above);
    const highAt =
      above === undefined
        ? constant('cap share above', 1, SHARE, 'no cap')
        : fromRow('cap share above', above.capShare, SHARE, above);
    return low.plus(share.minus(lowAt).over(highAt.minus(lowAt)).times(high.minus(low)));
  };
  return {
    prefillShare: between('prefillShare'),
    decodeShare: between('decodeShare'),
    isMeasured: below !== undefined,
    points: below === undefined ? [lowest] : above === undefined ? [below] : [below, above],
  };
}

/** What the power cap of a pool leaves; null without one, or if the board power is not published. */
export function capOn({ spec, accelerator, path }: ResolvedPool, catalog: Catalog): CapThroughput | null {
  if (spec.powerCapW === undefined || accelerator === null || accelerator.boardW === null) return null;
  const board = fromRow('boardW', accelerator.boardW, 'W/accelerator', accelerator);
  return capThroughput(catalog, accelerator, capOf(spec.powerCapW, path), board);
}
