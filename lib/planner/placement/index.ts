export { objectiveUnit } from './binding';
export { fits, placeWorkloads } from './place';
export type { Placement } from './problem';
export type { Solver } from './solver';
