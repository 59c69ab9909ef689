export type { CduPlan, CoolingPlan, InletPlan, LiquidLoop, RackHeat } from './cooling-plan';
export { type HeatLimit, heatLimitsOf } from './limits';
export { type CoolingInput, planCooling } from './plan-cooling';
export { flowLpm, heatOfFlow } from './water';
