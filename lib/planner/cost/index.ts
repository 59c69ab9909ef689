export type { CostItem, MachineItem, PlatformItem } from './cost-item';
export type { FactoryCost } from './cost-plan';
export { linesOf } from './lines';
export { nodeUsdPerHour } from './node-price';
export { planCost } from './plan-cost';
export { meanTokens } from './tokens';
