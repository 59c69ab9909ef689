import type { Quantity } from './quantity';

/** Something of a site's substrate that costs money: priced by a row of the platform's prices, or nodes of a machine. */
export type CostItem = PlatformItem | MachineItem;

/** A number of things that a row of `catalog.platformPrices` prices. */
export interface PlatformItem {
  /** Id of the line in the cost of the site, such as `control-plane`. */
  readonly id: string;
  /** Id of the price row. */
  readonly row: string;
  /** Number of what is counted, such as `Quantity.constant('clusters', 1, 'cluster', 'one for a site')`. */
  readonly quantity: Quantity;
}

/** Nodes beside the pools, on demand, that a row of `catalog.machinePrices` prices. */
export interface MachineItem {
  /** Id of the line in the cost of the site, such as `system`. */
  readonly id: string;
  /** Id of the machine row. */
  readonly machine: string;
  /** Number of nodes, in the unit `node`. */
  readonly nodes: Quantity;
  /** Key below the site that states the machine, for a finding if it has no price. */
  readonly key: string;
}
