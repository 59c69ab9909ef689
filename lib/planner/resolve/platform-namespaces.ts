import { compare } from '../model/finding';
import { GATEWAY_CONTROLLER_NAMESPACE, TELEMETRY_NAMESPACE } from '../model/names';
import type { PlatformPlan } from '../model/plan';

type PodSecurity = PlatformPlan['namespaces'][number]['podSecurity'];

/** Pod Security of the namespaces that the releases live in; `kube-system` exists in every cluster. */
export const podSecurityLevels: Readonly<Record<string, PodSecurity>> = {
  'cert-manager': 'restricted',
  'dra-driver-nvidia-gpu': 'privileged',
  'envoy-ai-gateway-system': 'baseline',
  'gpu-operator': 'privileged',
  'inference-extension': 'restricted',
  keda: 'restricted',
  'kube-amd-gpu': 'privileged',
  'kueue-system': 'restricted',
  'lws-system': 'baseline',
  'network-operator': 'privileged',
  [GATEWAY_CONTROLLER_NAMESPACE]: 'baseline',
  // The node exporter reads the host's processes and network.
  [TELEMETRY_NAMESPACE]: 'privileged',
};

/** Namespaces of the releases of every site, whether they are planned or installed already. */
export const platformNamespaces: readonly string[] = Object.keys(podSecurityLevels).sort(compare);
