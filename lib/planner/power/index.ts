export { redundancyShare, usableItWatts } from './limits';
export { capThroughput, nodeDraw } from './node';
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
