import type { Explanations } from '../quantity';

/** Cooling of a site. Heat is the peak IT load, in W; none of it leaves in any other way. */
export interface CoolingPlan {
  /** `facility`: the facility is the user's own; `accounting`: somebody else cools. Stated limits bind in both. */
  readonly basis: 'facility' | 'accounting';
  /** What the basis means, as a sentence. */
  readonly statement: string;
  /** Cooling method that the site states. Null: none, and no rack is refused for its heat. */
  readonly method: 'air' | 'rear-door' | 'liquid' | 'hybrid' | null;
  /** Heat of all pools in W: their peak IT power. */
  readonly heatW: number;
  /** Part of the heat that goes to the air, in W. */
  readonly airW: number;
  /** Part of the heat that goes to liquid, in W. */
  readonly liquidW: number;
  /** Heat that the air can remove, in W. Null: no limit is stated. */
  readonly airLimitW: number | null;
  /** `airLimitW` less `airW`; negative if the limit is exceeded. */
  readonly airHeadroomW: number | null;
  /**
   * Heat that liquid can remove, in W: the lower of the flow limit and the distribution units. Null: no limit is known.
   */
  readonly liquidLimitW: number | null;
  /** `liquidLimitW` less `liquidW`; negative if the limit is exceeded. */
  readonly liquidHeadroomW: number | null;
  /** Sorted by pool. */
  readonly racks: readonly RackHeat[];
  /** Null where nothing is cooled by liquid. */
  readonly loop: LiquidLoop | null;
  /** Null where no inlet temperature is stated. */
  readonly inlet: InletPlan | null;
  /** Arithmetic of the numbers, by their path in the plan. */
  readonly explanations: Explanations;
}

/** Heat of the racks of one pool. */
export interface RackHeat {
  /** Name of the pool. */
  readonly pool: string;
  /** Nodes of a full rack. */
  readonly nodesPerRack: number;
  /** Racks that the planned nodes fill, the last one maybe in part. */
  readonly racks: number;
  /** Heat of a full rack. */
  readonly heatW: number;
  /** Part of the heat of a full rack that goes to the air, in W. */
  readonly airW: number;
  /** Part of the heat of a full rack that goes to liquid, in W. */
  readonly liquidW: number;
  /** Heat per rack that the air can remove, in W: `airKwPerRack`, or what is usual for the cooling method. */
  readonly airLimitW: number;
}

/** The water loop that removes the liquid part of the heat. */
export interface LiquidLoop {
  /** Temperature of the supply in °C. */
  readonly supplyC: number;
  /** Temperature of the return in °C. */
  readonly returnC: number;
  /** Water properties at the mean of supply and return. */
  readonly meanC: number;
  /** Density of the water in kg/L. */
  readonly densityKgPerL: number;
  /** Specific heat of the water in J/(kg·K). */
  readonly heatCapacityJPerKgK: number;
  /** Flow that the liquid heat needs, in L/min. */
  readonly flowLpm: number;
  /** Flow that the loop can carry, in L/min. Null: no limit is stated. */
  readonly maxFlowLpm: number | null;
  /** ASHRAE class of the supply temperature; `W+` above the hottest. */
  readonly supplyClass: string;
  /** Distribution units. Null: the site states none. */
  readonly cdus: CduPlan | null;
}

/** Coolant distribution units. */
export interface CduPlan {
  /** Number of installed units. */
  readonly count: number;
  /** Heat that one unit can remove, in W. */
  readonly unitW: number;
  /** Redundancy of the units. */
  readonly redundancy: 'N' | 'N+1' | '2N';
  /** Heat in W that can be removed while the redundant units are out of service. */
  readonly usableW: number;
  /** Units that the liquid heat needs with this redundancy. */
  readonly neededCount: number;
}

/** Temperature of the air at the inlet of servers, against its ASHRAE class. */
export interface InletPlan {
  /** Stated temperature in °C. */
  readonly inletC: number;
  /** ASHRAE class that it is judged by, such as `A2`. */
  readonly inletClass: string;
  /** Lowest and highest recommended temperature of the class in °C. */
  readonly recommendedC: readonly [number, number];
  /** Lowest and highest allowable temperature of the class in °C. */
  readonly allowableC: readonly [number, number];
  /** Narrowest range that the temperature is in; `outside` is an error. */
  readonly verdict: 'recommended' | 'allowable' | 'outside';
}
