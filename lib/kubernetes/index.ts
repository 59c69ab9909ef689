export type { KubernetesAccess } from '../port/kubernetes-access';
export { clusterProvider, configureKubernetes } from './configure';
export { GatewayFrontDoor, type GatewayFrontDoorProps } from './front-door';
export { Platform } from './platform';
export { type PodOptions, podTemplate } from './pod-template';
export { Runtime } from './runtime';
export { Serving, type ServingProps } from './serving';
