export type { KubernetesAccess } from '../port/kubernetes-access';
export { Admission, type AdmissionProps } from './admission';
export { type GatewayReference, TenantBoundary, type TenantBoundaryProps } from './boundary';
export { clusterProvider, configureKubernetes } from './configure';
export { GatewayFrontDoor, type GatewayFrontDoorProps } from './front-door';
export { Gateway, type GatewayProps } from './gateway';
export { queueLabel } from './labels';
export { Platform } from './platform';
export { type PodOptions, podTemplate } from './pod-template';
export { Priorities, type PrioritiesProps, type PriorityDefinition } from './priorities';
export {
  type QueueDefinition,
  type QueueFlavor,
  type QueueQuota,
  type QueueResource,
  Queues,
  type QueuesProps,
} from './queues';
export { type RouteBackend, WorkloadRoute, type WorkloadRouteProps } from './routes';
export { Serving, type ServingProps } from './serving';
export type {
  HydrateDefinition,
  ModelReference,
  ServingEngine,
  ServingParts,
  ServingSettings,
} from './serving-parts';
export {
  DashboardConfigMap,
  type DashboardConfigMapProps,
  type DashboardPool,
  ServingDashboard,
  type ServingDashboardProps,
  SiteDashboard,
  type SiteDashboardProps,
} from './telemetry/dashboard-objects';
export type { AlertRule, RecordingRule, RuleGroup } from './telemetry/rules/rule';
export { Rules, type RulesProps } from './telemetry/rules/rules';
export {
  type MeasuredServing,
  type ServingCost,
  ServingRules,
  type ServingRulesProps,
} from './telemetry/serving-rules';
export { type AcceleratorQuota, TenantNamespace, type TenantNamespaceProps } from './tenants';
