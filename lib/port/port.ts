import type { TerraformMetaArguments, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type {
  BudgetPlan,
  ClusterPlan,
  EntryPlan,
  EventPlan,
  FactoryPlan,
  KeyPlan,
  NetworkPlan,
  NodePoolPlan,
  PlatformPlan,
  RuntimePlan,
  ServingPlan,
  SitePlan,
  StorePlan,
  TrafficPlan,
  TrafficRoutePlan,
} from '../planner/plan';
import type { Policy } from '../policies/policy';
import type { KubernetesAccess } from './kubernetes-access';

/**
 * The port between the plan and the clouds: each kind is one plan node that a provider turns into resources.
 *
 * A provider says what it can do by the kinds it carries; nothing outside a provider asks for its name.
 */
export interface Intents {
  network: NetworkPlan;
  keys: KeyPlan;
  cluster: ClusterPlan;
  store: StorePlan;
  events: EventPlan;
  entry: EntryPlan;
  budget: BudgetPlan;
  nodePool: NodePoolPlan;
  /** A pool whose nodes a controller in the cluster launches; realized in the workloads stack. */
  dynamicPool: NodePoolPlan;
  platform: PlatformPlan;
  runtime: RuntimePlan;
  serving: ServingPlan;
  /** What keeps the split over sites from moving to servers that are not ready; realized before the front door. */
  moveGuard: TrafficPlan;
  /** The split over sites; realized once for the factory. */
  frontDoor: TrafficPlan;
}
export type Kind = keyof Intents;

/** What a cloud made of a kind. Only the cloud itself knows its type. */
export type CloudHandle = object;

export interface IRealized {
  readonly ready: readonly Construct[];
}

export type TrafficTarget = TrafficRoutePlan['targets'][number];
/** What a traffic record waits for, and what Terraform checks before it changes the record. */
export type TrafficGuard = Pick<TerraformMetaArguments, 'dependsOn'> & {
  readonly preconditions?: readonly { readonly condition: string; readonly errorMessage: string }[];
};
/** Guards of the targets of a front door, and the record of what was applied. */
export interface IMoveGuard {
  guardOf(target: TrafficTarget, route: TrafficRoutePlan): TrafficGuard | undefined;
  /** Writes the split to where workloads can see it, once the front door has it. */
  record(frontDoor: IRealized): void;
}
export interface Handles {
  network: CloudHandle;
  keys: CloudHandle;
  cluster: CloudHandle;
  store: CloudHandle;
  events: CloudHandle;
  entry: CloudHandle;
  budget: CloudHandle;
  nodePool: CloudHandle;
  dynamicPool: CloudHandle;
  platform: IRealized;
  runtime: IRealized;
  serving: IRealized;
  moveGuard: IMoveGuard;
  frontDoor: IRealized;
}

/** What has been realized at the site so far, in the order network, keys, events, cluster, pools, store, entry. */
export type SiteHandles = { readonly [K in Kind]?: Handles[K] };

/** Where a kind is realized: the site, the factory, and the handles of earlier kinds of the same stack. */
export interface SiteContext {
  readonly factory: FactoryPlan;
  /** The site; for `frontDoor` the site that holds the route, or undefined. */
  readonly site: SitePlan;
  readonly handles: SiteHandles;
}

/** What stacks of a site there are; a provider configures its Terraform provider for each it takes part in. */
export type StackKind = 'substrate' | 'platform' | 'workloads' | 'traffic';

export type Realize<K extends Kind> = (
  scope: Construct,
  id: string,
  intent: Intents[K],
  context: SiteContext,
) => Handles[K];

/** Returns how a stack reaches the cluster of a site. With an alias, the stack reaches several clusters. */
export type AccessOf = (stack: TerraformStack, site: SitePlan, alias?: string) => KubernetesAccess;

interface ProviderBase {
  /** Name that sites use in `provider`. */
  readonly name: string;
  /** Policies for the resources of this adapter. @default - none */
  readonly policies?: readonly Policy[];
  /** Adds the Terraform provider blocks that this adapter needs in a stack of the site. */
  configure(stack: TerraformStack, kind: StackKind, site: SitePlan, factory: FactoryPlan, accessOf: AccessOf): void;
  /** Returns how a stack reaches a cluster that this cloud made. @default - clusters are reached by a kubeconfig context */
  kubernetesAccess?(stack: TerraformStack, site: SitePlan, factory: FactoryPlan, alias?: string): KubernetesAccess;
}

/** An adapter. `satisfies Provider<'network' | …>` makes a missing kind a compile error. */
export interface Provider<K extends Kind = Kind> extends ProviderBase {
  readonly realize: { readonly [P in K]: Realize<P> };
}

/** An adapter with any set of kinds, as `AiFactory` takes it. */
export interface AnyProvider extends ProviderBase {
  readonly realize: { readonly [P in Kind]?: Realize<P> };
}
