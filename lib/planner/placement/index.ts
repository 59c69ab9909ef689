export { type PlaceOptions, placeWorkloads } from './place';
export type {
  Placement,
  PlacementAssignment,
  PlacementOption,
  PlacementPool,
  PlacementProblem,
  PlacementSite,
  PlacementWorkload,
} from './problem';
export { type Assigned, weightsOf } from './weights';
