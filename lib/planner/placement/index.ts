export { objectiveUnit } from './binding';
export { type PlaceOptions, placeWorkloads } from './place';
export type { PlacementPlan } from './placement-plan';
export type {
  BindingLimit,
  LimitKind,
  Placement,
  PlacementAssignment,
  PlacementLimit,
  PlacementOption,
  PlacementPool,
  PlacementProblem,
  PlacementWorkload,
} from './problem';
export { type Assigned, weightsOf } from './weights';
