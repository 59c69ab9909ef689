import type { Provider } from '../port/port';
import { configureKubernetes } from './configure';
import { realizeFrontDoor } from './front-door';
import { realizeMoveGuard } from './move-guard';
import { realizePlatform } from './platform';
import { realizeRuntime } from './runtime';
import { realizeServing } from './serving';

export { type PodOptions, podTemplate } from './pod-template';
export { Serving, type ServingProps } from './serving';

/** Kinds that live in a cluster, whoever runs it. */
export type KubernetesKind = 'platform' | 'runtime' | 'serving' | 'moveGuard' | 'frontDoor';

/** Realizes what lives in a cluster, whoever runs it. */
export const realizeKubernetes = () =>
  ({
    name: 'kubernetes',
    configure: configureKubernetes,
    realize: {
      platform: realizePlatform,
      runtime: realizeRuntime,
      serving: realizeServing,
      moveGuard: realizeMoveGuard,
      frontDoor: realizeFrontDoor,
    },
  }) satisfies Provider<KubernetesKind>;
