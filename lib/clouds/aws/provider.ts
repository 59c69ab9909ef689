import type { Provider } from '../../port/port';
import { realizeBudget } from './budget';
import { realizeCluster } from './cluster';
import { configureAws } from './configure';
import { realizeDynamicPool } from './dynamic-pool';
import { realizeEntry } from './entry';
import { realizeEvents } from './events';
import { realizeFrontDoor } from './front-door';
import { realizeKeys } from './keys';
import { realizeNetwork } from './network';
import { realizeNodePool } from './node-pool';
import type { AwsOptions } from './options';
import { awsRules, substrateOf } from './rules';
import { realizeStore } from './store';

/** Kinds that AWS realizes. */
export type AwsKind =
  | 'network'
  | 'keys'
  | 'cluster'
  | 'store'
  | 'events'
  | 'entry'
  | 'budget'
  | 'nodePool'
  | 'dynamicPool'
  | 'frontDoor';

/**
 * AWS: everything of a site below Kubernetes, pools, and the front door over sites.
 *
 * Works with version 5.100 and 6 of Terraform's AWS provider: attributes that only 6 has are left out unless
 * the factory's range of versions begins there, or `providerMajor` says 6.
 */
export const aws = (options: AwsOptions = {}) =>
  ({
    name: awsRules.name,
    rules: awsRules,
    substrateOf,
    configure: (stack, kind, site, factory) => configureAws(stack, kind, site, factory, options),
    realize: {
      network: realizeNetwork(options),
      keys: realizeKeys(options),
      cluster: realizeCluster(options),
      store: realizeStore(options),
      events: realizeEvents(options),
      entry: realizeEntry(options),
      budget: realizeBudget(),
      nodePool: realizeNodePool(options),
      dynamicPool: realizeDynamicPool(options),
      frontDoor: realizeFrontDoor(options),
    },
  }) satisfies Provider<AwsKind>;
