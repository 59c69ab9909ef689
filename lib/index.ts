/** Public surface. Clouds are reached by `cdktf-ai-factory/<name>` only: their bindings are heavy. */
export { defaultCatalog, extendCatalog } from './catalog/catalog';
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
export { AiFactory, type AiFactoryProps } from './constructs/ai-factory';
export type { IFactoryExtension } from './constructs/extension';
export { FactorySite, type FactorySiteProps } from './constructs/factory-site';
export { FactoryError, InternalError } from './errors';
export { type Check, standardChecks } from './planner/checks';
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
} from './planner/cloud';
export type { CostItem, MachineItem, PlatformItem } from './planner/cost';
export type { Term } from './planner/explain/trace';
export { type Finding, formatFinding, type Severity, sortFindings } from './planner/finding';
export {
  type LostSitePlan,
  type LostWorkloadPlan,
  type MigrationPlan,
  type MigrationStopPlan,
  planLostSite,
  planMigration,
} from './planner/migration';
export type * from './planner/plan';
export { isSound, type PlannerOptions, planFactory } from './planner/plan-factory';
export type { ResolvedFactory, ResolvedPool, ResolvedSite, ResolvedWorkload } from './planner/resolved';
export { manifestsOf, type Policy, type PolicyView, resourcesOf, standardPolicies, violation } from './policies';
export { acknowledge } from './port/acknowledge';
export type * from './port/port';
export type { CloudSchema, SiteSchema } from './spec/cloud-schema';
export { defineFactory, type FactoryInput, type FactorySpec, factorySchema } from './spec/factory';
export { parseFactory, type ReadOptions } from './spec/parse';
export { PoolSpec } from './spec/pool';
export { type SiteInput, type SiteSpec, siteCommon } from './spec/site';
