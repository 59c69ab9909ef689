export { checkPriceAge, type DatedPrice } from './age';
export type { CostItem, MachineItem, PlatformItem } from './cost-item';
export type { BreakEven, CostLine, CostPlan, FactoryCost, IdleCapacity, TokenCost, WorkloadCost } from './cost-plan';
export { internetEgressUsd } from './egress';
export { linesOf } from './lines';
export { type NodePrice, type NoPrice, nodeUsdPerHour } from './node-price';
export { type CostInput, planCost } from './plan-cost';
export { meanTokens } from './tokens';
