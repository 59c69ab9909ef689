import { boundedName, KUBERNETES_LIMITS } from './bounded';

/** Namespaces that every cluster has. */
export const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'] as const;

/** Namespace of Prometheus, Grafana and the rules, which factories of one cluster share. */
export const TELEMETRY_NAMESPACE = 'monitoring';

/** Namespace of the controller of gateways, and of their proxies. */
export const GATEWAY_CONTROLLER_NAMESPACE = 'envoy-gateway-system';

/** Namespace of a tenant: the stated one, or one that carries the factory's name. */
export const tenantNamespace = (factory: string, tenant: string, stated?: string): string =>
  stated ?? boundedName([factory, tenant], KUBERNETES_LIMITS.label);

/** Namespace of a factory's gateway, and of the secret with its certificate. */
export const gatewayNamespace = (factory: string): string => boundedName([factory, 'gateway'], KUBERNETES_LIMITS.label);

/** A namespace without the factory's name, for names that begin with that already. */
export const withoutFactory = (factory: string, namespace: string): string =>
  namespace.startsWith(`${factory}-`) ? namespace.slice(factory.length + 1) : namespace;
