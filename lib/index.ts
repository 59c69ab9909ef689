/** Public surface. Adapters are reached by `cdktf-ai-factory/providers/<name>` only: their bindings are heavy. */
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
export { AiFactory, type AiFactoryProps } from './constructs/ai-factory';
export type { IFactoryExtension } from './constructs/extension';
export { FactorySite, type FactorySiteProps } from './constructs/factory-site';
export { FactoryError, InternalError } from './errors';
export { type Check, standardChecks } from './planner/checks';
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
export { isSound, planFactory } from './planner/plan-factory';
export { manifestsOf, type Policy, type PolicyView, resourcesOf, standardPolicies, violation } from './policies';
export { acknowledge } from './port/acknowledge';
export type * from './port/port';
export type * from './spec/aws-props.generated';
export { defineFactory, type FactoryInput, FactorySpec } from './spec/factory';
export type * from './spec/kubernetes-props.generated';
export { parseFactory } from './spec/parse';
export type * from './spec/props.generated';
