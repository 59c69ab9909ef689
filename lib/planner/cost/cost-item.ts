import type { Term } from '../explain/trace';

/** Something of a site's substrate that costs money: priced by a row of the platform's prices, or nodes of a machine. */
export type CostItem = PlatformItem | MachineItem;

/** A number of things that a row of `catalog.platformPrices` prices. */
export interface PlatformItem {
  /** Id of the line in the cost of the site, such as `control-plane`. */
  readonly id: string;
  /** Id of the price row. */
  readonly row: string;
  readonly quantity: number;
  /** What is counted, such as `cluster`. */
  readonly unit: string;
  /** Arithmetic of the quantity over the names of the terms. */
  readonly formula: string;
  readonly terms: readonly Term[];
}

/** Nodes beside the pools, on demand, that a row of `catalog.machinePrices` prices. */
export interface MachineItem {
  readonly id: string;
  readonly machine: string;
  /** Number of nodes. */
  readonly nodes: Term;
  /** Key below the site that states the machine, for a finding if it has no price. */
  readonly key: string;
}
