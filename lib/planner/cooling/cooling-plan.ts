import type { Explanations } from '../explain/trace';

/** Cooling of a site. Heat is the peak IT load, in W; none of it leaves in any other way. */
export interface CoolingPlan {
  /** `facility`: the facility is the user's own; `accounting`: somebody else cools. Stated limits bind in both. */
  readonly basis: 'facility' | 'accounting';
  readonly statement: string;
  readonly method: 'air' | 'rear-door' | 'liquid' | 'hybrid' | null;
  readonly heatW: number;
  readonly airW: number;
  readonly liquidW: number;
  readonly airLimitW: number | null;
  readonly airHeadroomW: number | null;
  readonly liquidLimitW: number | null;
  readonly liquidHeadroomW: number | null;
  /** Sorted by pool. */
  readonly racks: readonly RackHeat[];
  /** Null where nothing is cooled by liquid. */
  readonly loop: LiquidLoop | null;
  /** Null where no inlet temperature is stated. */
  readonly inlet: InletPlan | null;
  readonly explanations: Explanations;
}

export interface RackHeat {
  readonly pool: string;
  readonly nodesPerRack: number;
  readonly racks: number;
  /** Heat of a full rack. */
  readonly heatW: number;
  readonly airW: number;
  readonly liquidW: number;
  readonly airLimitW: number;
}

export interface LiquidLoop {
  readonly supplyC: number;
  readonly returnC: number;
  /** Water properties at the mean of supply and return. */
  readonly meanC: number;
  readonly densityKgPerL: number;
  readonly heatCapacityJPerKgK: number;
  readonly flowLpm: number;
  readonly maxFlowLpm: number | null;
  /** ASHRAE class of the supply temperature; `W+` above the hottest. */
  readonly supplyClass: string;
  readonly cdus: CduPlan | null;
}

/** Coolant distribution units. */
export interface CduPlan {
  readonly count: number;
  readonly unitW: number;
  readonly redundancy: 'N' | 'N+1' | '2N';
  readonly usableW: number;
  /** Units that the liquid heat needs with this redundancy. */
  readonly neededCount: number;
}

export interface InletPlan {
  readonly inletC: number;
  readonly inletClass: string;
  readonly recommendedC: readonly [number, number];
  readonly allowableC: readonly [number, number];
  readonly verdict: 'recommended' | 'allowable' | 'outside';
}
