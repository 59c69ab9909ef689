/** Public surface. Clouds are reached by `cdktf-ai-factory/<name>` only: their bindings are heavy. */
export { defaultCatalog, extendCatalog } from './catalog/catalog';
export type * from './catalog/ids.generated';
export type {
  Accelerator,
  Catalog,
  CatalogRows,
  Component,
  EgressPrice,
  Machine,
  MachinePrice,
  Model,
  OwnershipCost,
  PlatformPrice,
  Precision,
  Region,
} from './catalog/rows';
export { type AcknowledgeOptions, acknowledge } from './constructs/acknowledge';
export { AiFactory, type AiFactoryProps, type IAiFactory } from './constructs/ai-factory';
export { Alert, type AlertProps, type IAlert } from './constructs/alert';
export { CarbonBudget, type CarbonBudgetProps } from './constructs/carbon-budget';
export type { FrontDoor, FrontDoorContext, ICloud } from './constructs/cloud';
export { CoolingBudget, type CoolingBudgetProps } from './constructs/cooling-budget';
export { Dashboard, type DashboardPanel, type DashboardProps, type IDashboard } from './constructs/dashboard';
export type { IFactoryExtension } from './constructs/extension';
export type { FromFileOptions, FromSpecOptions, SiteClass, SiteClasses } from './constructs/from-spec';
export { GpuNodePool, type GpuNodePoolProps, type IGpuNodePool } from './constructs/gpu-node-pool';
export type { Handle } from './constructs/handle';
export { AlertCondition, MetricExpression, type MetricSource, PromQl } from './constructs/metric-expression';
export { type IMigration, Migration, type MigrationProps } from './constructs/migration';
export { MoneyBudget, type MoneyBudgetProps } from './constructs/money-budget';
export { Peer } from './constructs/peer';
export { PowerBudget, type PowerBudgetProps } from './constructs/power-budget';
export { type IQueue, Queue, type QueueProps } from './constructs/queue';
export { type ISecurityBoundary, SecurityBoundary, type SecurityBoundaryProps } from './constructs/security-boundary';
export { type ISite, Site, type SiteCloud, type SiteProps } from './constructs/site';
export { type ITenant, Tenant, type TenantProps } from './constructs/tenant';
export {
  type ITokenWorkload,
  type SiteShare,
  TokenWorkload,
  type TokenWorkloadProps,
} from './constructs/token-workload';
export { type ITraffic, Traffic, type TrafficProps } from './constructs/traffic';
export { WorkloadMetrics } from './constructs/workload-metrics';
export { FactoryError, InternalError, SolverError } from './errors';
export { standardChecks } from './planner/checks';
export type { Check } from './planner/model/check';
export type {
  CloudCostInput,
  CloudPoolInput,
  CloudPoolResult,
  CloudRelease,
  CloudRules,
  CloudSite,
  DescribeContext,
  EgressFacts,
  EntryFacts,
  FabricFacts,
  NodeSoftware,
  ReleaseInput,
  SiteControl,
  SiteFacts,
  SubstrateInput,
  SubstrateResult,
} from './planner/model/cloud';
export type { CostItem, MachineItem, PlatformItem } from './planner/model/cost-item';
export { type Finding, formatFinding, type Severity, sortFindings } from './planner/model/finding';
export type { SiteStackKind } from './planner/model/names';
export type * from './planner/model/plan';
export type { MigrationPlan, MigrationStopPlan } from './planner/model/plan/migration-plan';
export { type Explanation, Quantity, type Term } from './planner/model/quantity';
export type { ResolvedFactory, ResolvedPool, ResolvedSite, ResolvedWorkload } from './planner/model/resolved';
export type {
  IntegerSolution,
  LinearProgram,
  LinearProgramRow,
  RelaxedSolution,
  Solver,
  SolverLimits,
} from './planner/placement/solver';
export { isSound, type PlannerOptions, planFactory } from './planner/plan-factory';
export { type LostSitePlan, type LostWorkloadPlan, planLostSite } from './planner/reports/lost-site/lost-site';
export { planMigration } from './planner/reports/migration/migration';
export { manifestsOf, type Policy, type PolicyView, resourcesOf, standardPolicies, violation } from './policies';
export type * from './port/port';
export type { CloudRecovery, ObjectLookup, ObjectRule } from './port/recovery';
export { highsSolver } from './solver/highs';
export type { CloudKey } from './spec/cloud-keys';
export type { CloudSchema, SiteSchema } from './spec/cloud-schema';
export { defineFactory, type FactoryInput, type FactorySpec, factorySchema } from './spec/factory';
export { parseFactory, type ReadOptions } from './spec/parse';
export { PoolSpec } from './spec/pool';
export type * from './spec/props.generated';
export { type SiteInput, type SiteSpec, siteCommon } from './spec/site';
