import type { Construct } from 'constructs';
import { telemetryNames } from '../../planner/model/names';
import type { ServingPlan, TelemetryCostPlan } from '../../planner/model/plan';
import { DEFAULT_ACCELERATOR_RESOURCE, DEFAULT_FACTORY } from '../labels';
import { Rules } from './rules/rules';
import { servingRules } from './rules/serving';

/** Price of the accelerators of a serving. */
export type ServingCost = Omit<TelemetryCostPlan, 'serving'>;

/** A serving, by the names that its rules and its dashboard share. */
export interface MeasuredServing {
  /** Name of the serving. */
  readonly name: string;
  /** Namespace of the serving. */
  readonly namespace: string;
  /** Name of the site, in the labels of the recorded series. @default 'cluster' */
  readonly site?: string;
  /** Name of the tenant, in the labels of the recorded series. @default - `namespace` */
  readonly tenant?: string;
  /** Name of the workload, in the labels of the recorded series. @default - `name` */
  readonly workload?: string;
  /** Name of the factory, in the labels of the recorded series. @default 'ai-factory' */
  readonly factory?: string;
  /** Number of nodes of one replica. @default 1 */
  readonly nodesPerReplica?: number;
  /** Resource of the accelerators of its pods. @default 'nvidia.com/gpu' */
  readonly acceleratorResource?: string;
  /** Objectives of its requests. @default - an availability of 0.99 */
  readonly objectives?: Partial<ServingPlan['objectives']>;
  /** Prices of its accelerators. @default - no costs */
  readonly costs?: readonly ServingCost[];
}

/** Availability of a serving whose objectives are not stated. */
const DEFAULT_AVAILABILITY = 0.99;

/** Returns the prices of a serving as a plan has them. */
export const costsOf = ({ name, costs = [] }: MeasuredServing): readonly TelemetryCostPlan[] =>
  costs.map((cost) => ({ ...cost, serving: name }));

/** Fills in the defaults of a measured serving. */
export const measuredServing = (props: MeasuredServing) => ({
  factory: props.factory ?? DEFAULT_FACTORY,
  name: props.name,
  namespace: props.namespace,
  site: props.site ?? 'cluster',
  tenant: props.tenant ?? props.namespace,
  workload: props.workload ?? props.name,
  nodesPerReplica: props.nodesPerReplica ?? 1,
  acceleratorResource: props.acceleratorResource ?? DEFAULT_ACCELERATOR_RESOURCE,
  objectives: { ttftMs: null, interTokenMs: null, availability: DEFAULT_AVAILABILITY, ...props.objectives },
});

/** Serving, objectives and prices that rules are written for. */
export interface ServingRulesProps extends MeasuredServing {
  /** Name of the model, in the labels of the recorded series. @default - `name` of the serving */
  readonly model?: Pick<ServingPlan['model'], 'id'>;
  /** Number of replicas. @default - 1 replica */
  readonly replicas?: ServingPlan['replicas'];
  /** Seconds in which a server loads its weights. @default 1800 */
  readonly startupSeconds?: number;
  /** URL of the runbooks. @default - alerts have no link */
  readonly runbookUrl?: string | null;
  /** Namespace of the rules. @default 'monitoring' */
  readonly rulesNamespace?: string;
}

/** Alerts of a serving, and the recording rules that `ServingDashboard` shows. */
export class ServingRules extends Rules {
  public constructor(scope: Construct, id: string, props: ServingRulesProps) {
    const serving = {
      ...measuredServing(props),
      model: props.model ?? { id: props.name },
      replicas: props.replicas ?? { min: 1, max: 1 },
      startupSeconds: props.startupSeconds ?? 1800,
    };
    super(scope, id, {
      name: telemetryNames(serving.factory).serving(serving.namespace, serving.name),
      namespace: props.rulesNamespace,
      groups: servingRules(serving, { costs: costsOf(props), runbookUrl: props.runbookUrl ?? null }),
    });
  }
}
