export { atStop } from './at-stop';
export { formatLostSite, formatMigration } from './format-migration';
export { type LostSitePlan, type LostWorkloadPlan, planLostSite } from './lost-site';
export type { MigrationPlan, MigrationStopPlan, MoveSums, Payback, SteadyState } from './migration-plan';
export {
  type MigrationState,
  type MigrationStop,
  ordinalOf,
  stateOf,
  stopName,
  stopOf,
  stopsOf,
} from './phases';
export { planMigration } from './plan-migration';
