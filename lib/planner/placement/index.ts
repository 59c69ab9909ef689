export { objectiveUnit } from './binding';
export { placeWorkloads } from './place';
export type { Placement } from './problem';
