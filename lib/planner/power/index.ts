export { pueTerm } from './energy';
export { feedOf, type ItLimit, itLimitsOf, redundancyShare, usableItWatts } from './limits';
export { type CapThroughput, capThroughput, nodeDraw } from './node';
export { planPower } from './plan-power';
export type { PoolLoad, PowerInput } from './pool-load';
export type {
  CapPower,
  CarbonPlan,
  EnergyPlan,
  FeedPower,
  PoolPower,
  PowerLimit,
  PowerPlan,
  RackPower,
} from './power-plan';
export { liquidShareOf } from './racks';
