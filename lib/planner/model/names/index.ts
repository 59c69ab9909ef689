/**
 * Every name that the library derives: stacks, namespaces, objects of a cluster, host names, ids of constructs. A cloud
 * computes the names of its own resources in its own folder, from the same parts.
 *
 * All are pure functions. Names are joined with dashes and so are ambiguous between parts that contain dashes;
 * `checkNames` reports those that collide.
 */
export { boundedName, fingerprint, KUBERNETES_LIMITS } from './bounded';
export { clusterNames, gatewayNames, labelKeys, poolLabels } from './cluster';
export { idOf, principalId } from './ids';
export {
  GATEWAY_CONTROLLER_NAMESPACE,
  gatewayNamespace,
  systemNamespaces,
  TELEMETRY_NAMESPACE,
  tenantNamespace,
  withoutFactory,
} from './namespaces';
export {
  hostNames,
  moveNames,
  routeNames,
  SERVER_PORT,
  SERVING_LIMIT,
  serviceAccounts,
  servingName,
  servingNames,
} from './serving';
export { clusterName, siteTag, siteTagValue } from './site';
export {
  deployCommand,
  type SiteStackKind,
  siteStackKinds,
  siteStackName,
  siteStackNames,
  stackNames,
  trafficStackName,
} from './stacks';
export { dashboardFile, dashboardUid, ruleGroupName, telemetryNames } from './telemetry';
