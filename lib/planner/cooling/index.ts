export type { CoolingPlan } from './cooling-plan';
export { heatLimitsOf } from './limits';
export { planCooling } from './plan-cooling';
export { flowLpm, heatOfFlow } from './water';
