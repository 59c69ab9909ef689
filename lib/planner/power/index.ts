export { pueTerm } from './energy';
export { feedOf, itLimitsOf, usableItWatts } from './limits';
export { type CapThroughput, capThroughput, nodeDraw } from './node';
export { planPower } from './plan-power';
export type { PoolLoad } from './pool-load';
export type { PowerPlan } from './power-plan';
export { liquidShareOf } from './racks';
