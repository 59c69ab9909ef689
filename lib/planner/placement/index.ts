export { objectiveUnit } from './binding';
export { fits, placeWorkloads } from './place';
export type { PlacementPlan } from './placement-plan';
export type { Placement } from './problem';
export type { Solver } from './solver';
export { trafficPercents } from './weights';
