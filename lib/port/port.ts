import type { TerraformMetaArguments, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
// The kinds of a substrate are still those of AWS; they leave the port with the realizing half of the clouds.
import type {
  BudgetPlan,
  ClusterPlan,
  EntryPlan,
  EventPlan,
  KeyPlan,
  NetworkPlan,
  StorePlan,
  SubstratePlan,
} from '../clouds/aws/rules/plan';
import type { CloudRules } from '../planner/cloud';
import type {
  FactoryPlan,
  NodePoolPlan,
  PlatformPlan,
  RuntimePlan,
  ServingPlan,
  SitePlan,
  TrafficPlan,
  TrafficRoutePlan,
} from '../planner/plan';

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

/** What a realized kind offers to the ones after it. Strings may be Terraform references. */
export interface INetwork {
  readonly vpcId: string;
  /** Private subnet ids by zone name. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  readonly systemSubnetIds: Readonly<Record<string, string>>;
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  readonly cidr: string;
  /** Ways out and endpoints: nodes come after them, and go before them. */
  readonly ready: readonly Construct[];
}
export interface IKeyRing {
  readonly keyArn: string;
}
export interface ICluster {
  readonly clusterName: string;
  readonly nodeRoleArn: string;
  readonly nodeSecurityGroupId: string;
  /** Node groups and pools wait for these. */
  readonly ready: readonly Construct[];
  /** Auto Scaling group of the system node group, for balancers to attach to. */
  readonly systemGroupName: string;
}
export interface IStore {
  readonly bucketName: string;
  readonly bucketArn: string;
}
export interface IEvents {
  readonly queueName: string;
  readonly topicArn: string;
}
export interface IEntry {
  readonly hostname: string;
}
export interface INodePool {
  readonly name: string;
}
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
  network: INetwork;
  keys: IKeyRing;
  cluster: ICluster;
  store: IStore;
  events: IEvents;
  entry: IEntry;
  budget: IRealized;
  nodePool: INodePool;
  dynamicPool: INodePool;
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

/** An adapter. `satisfies Provider<'network' | …>` makes a missing kind a compile error. */
export interface Provider<K extends Kind = Kind> {
  /** Name that sites use in `provider`. */
  readonly name: string;
  /** What the planner must know of the cloud. @default - nothing: another adapter brings its rules */
  readonly rules?: CloudRules;
  /** Plan of a site's substrate, as the cloud types it. @default - the cloud makes no substrate */
  substrateOf?(site: SitePlan): SubstratePlan | null;
  /** Adds the Terraform provider blocks that this adapter needs in a stack of the site. */
  configure(stack: TerraformStack, kind: StackKind, site: SitePlan, factory: FactoryPlan): void;
  readonly realize: { readonly [P in K]: Realize<P> };
}

/** An adapter with any set of kinds, as `AiFactory` takes it. */
export interface AnyProvider {
  readonly name: string;
  /** What the planner must know of the cloud. @default - nothing: another adapter brings its rules */
  readonly rules?: CloudRules;
  /** Plan of a site's substrate, as the cloud types it. @default - the cloud makes no substrate */
  substrateOf?(site: SitePlan): SubstratePlan | null;
  configure(stack: TerraformStack, kind: StackKind, site: SitePlan, factory: FactoryPlan): void;
  readonly realize: { readonly [P in Kind]?: Realize<P> };
}
