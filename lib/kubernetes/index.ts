import type { FactoryPlan, SitePlan } from '../planner/plan';
import type { Provider } from '../port/port';
import { configureKubernetes } from './configure';
import { realizeFrontDoor } from './front-door';
import { addHelmProvider } from './helm';
import { realizeMoveGuard } from './move-guard';
import { realizePlatform } from './platform';
import { realizeRuntime } from './runtime';
import { realizeServing } from './serving';

export { configureKubernetes } from './configure';
export { type PodOptions, podTemplate } from './pod-template';
export { Serving, type ServingProps } from './serving';

/** Kinds that live in a cluster, whoever runs it. */
export type KubernetesKind = 'platform' | 'runtime' | 'serving' | 'moveGuard' | 'frontDoor';

/** The adapter for any conformant Kubernetes cluster. */
export const kubernetes = () =>
  ({
    name: 'kubernetes',
    configure: (stack, kind, site, factory, accessOf) => {
      if (kind === 'traffic') {
        for (const each of moving(factory)) configureKubernetes(stack, accessOf(stack, each, each.name), each.name);
        if (factory.traffic?.provider !== 'kubernetes') return;
      }
      const access = accessOf(stack, site);
      if (kind === 'platform' && site.platform.releases.length > 0) addHelmProvider(stack, access);
      configureKubernetes(stack, access);
    },
    realize: {
      platform: realizePlatform,
      runtime: realizeRuntime,
      serving: realizeServing,
      moveGuard: realizeMoveGuard,
      frontDoor: realizeFrontDoor,
    },
  }) satisfies Provider<KubernetesKind>;

/** Sites between which a migration moves requests. */
const moving = ({ sites, traffic }: FactoryPlan): readonly SitePlan[] =>
  sites.filter(({ name }) => (traffic?.moves ?? []).some((move) => move.from === name || move.to === name));
