export { objectiveUnit } from './binding';
export { placeWorkloads } from './place';
export type { PlacementPlan } from './placement-plan';
export type { Placement } from './problem';
export { trafficPercents } from './weights';
