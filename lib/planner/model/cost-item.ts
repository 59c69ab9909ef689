import type { Term } from './trace';

/** Something of a site's substrate that costs money: priced by a row of the platform's prices, or nodes of a machine. */
export type CostItem = PlatformItem | MachineItem;

/** A number of things that a row of `catalog.platformPrices` prices. */
export interface PlatformItem {
  /** Id of the line in the cost of the site, such as `control-plane`. */
  readonly id: string;
  /** Id of the price row. */
  readonly row: string;
  /** Number of what is counted, which the price of the row is multiplied by. */
  readonly quantity: number;
  /** What is counted, such as `cluster`. */
  readonly unit: string;
  /** Arithmetic of the quantity over the names of the terms. */
  readonly formula: string;
  /** Operands of the formula, each with its source. */
  readonly terms: readonly Term[];
}

/** Nodes beside the pools, on demand, that a row of `catalog.machinePrices` prices. */
export interface MachineItem {
  /** Id of the line in the cost of the site, such as `system`. */
  readonly id: string;
  /** Id of the machine row. */
  readonly machine: string;
  /** Number of nodes. */
  readonly nodes: Term;
  /** Key below the site that states the machine, for a finding if it has no price. */
  readonly key: string;
}
