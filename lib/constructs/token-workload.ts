import { Lazy } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import type { ServingPlan, WorkloadPlan } from '../planner/model/plan';
import type { TokenWorkloadOptions } from '../spec/props.generated';
import { WorkloadSpec } from '../spec/workload';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import type { IGpuNodePool } from './gpu-node-pool';
import { poolReference } from './pool-reference';
import type { IQueue } from './queue';
import { nameIn, namesIn } from './reference';
import type { ISite } from './site';
import type { ITenant } from './tenant';
import { WorkloadMetrics } from './workload-metrics';

/** Share of a workload's requests that a site takes. */
export interface SiteShare {
  /** Site that takes the share. */
  readonly site: ISite;
  /** Share of all requests, from 0 to 1. */
  readonly share: number;
}

/** Model, demand and objectives of a workload, and where it may run. */
export interface TokenWorkloadProps
  extends Omit<TokenWorkloadOptions, 'tenant' | 'queue' | 'pools' | 'sites' | 'shares'> {
  /**
   * Name of the workload, unique in the factory.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Tenant in whose namespace the workload is served. */
  readonly tenant: ITenant;
  /**
   * Queue that its pods go through.
   * @default - the queue of its tenant
   */
  readonly queue?: IQueue;
  /**
   * Pools that it may use.
   * @default - any pool of the sites that it may run at
   */
  readonly pools?: readonly IGpuNodePool[];
  /**
   * Sites that it may run at.
   * @default - every site that its rules allow
   */
  readonly sites?: readonly ISite[];
  /**
   * Share of its requests by site.
   * @default - the planner places them
   */
  readonly shares?: readonly SiteShare[];
}

/** A workload that migrations, alerts and dashboards refer to. */
export interface ITokenWorkload extends IConstruct {
  /** Name of the workload. */
  readonly name: string;
  /** Measurements of the workload, for alerts and dashboards. */
  readonly metrics: WorkloadMetrics;
  /** URL that users call, such as `https://chat.llm.example.com`, as a token. The factory needs traffic. */
  readonly endpoint: string;
}

/**
 * A token workload: a model, the demand for its tokens, and what its users are promised.
 *
 * @throws FactoryError if the name is taken, a value is invalid, or a reference is to another factory
 */
export class TokenWorkload extends Construct implements ITokenWorkload {
  /** Refers to a workload of the factory by its name. Planning reports a name that the factory does not define. */
  public static fromWorkloadName(scope: Construct, id: string, name: string): ITokenWorkload {
    return new NamedWorkload(scope, id, name);
  }

  public readonly name: string;
  /** Measurements of the workload, for alerts and dashboards. */
  public readonly metrics: WorkloadMetrics;
  /** URL that users call, such as `https://chat.llm.example.com`, as a token. The factory needs traffic. */
  public readonly endpoint: string;

  public constructor(scope: Construct, id: string, props: TokenWorkloadProps) {
    super(freeScope(scope, id), id);
    const { name = id, tenant, queue, pools, sites, shares, ...own } = props;
    this.name = name;
    this.metrics = new WorkloadMetrics(this);
    this.endpoint = endpointOf(this);
    const at = `workloads.${name}`;
    FactoryCore.of(this).describe({
      construct: this,
      path: ['workloads', name],
      schema: WorkloadSpec,
      render: () => ({
        ...own,
        tenant: nameIn(this, `${at}.tenant`, tenant),
        queue: nameIn(this, `${at}.queue`, queue),
        pools: pools?.map((each) => poolReference(this, `${at}.pools`, each)),
        sites: namesIn(this, `${at}.sites`, sites),
        shares:
          shares === undefined
            ? undefined
            : Object.fromEntries(shares.map(({ site, share }) => [nameIn(this, `${at}.shares`, site), share])),
      }),
    });
  }

  /** The workload as planned over all its sites. Reading it closes the factory. */
  public get planned(): WorkloadPlan {
    const plan = this.decide('planned').workloads.find((each) => each.name === this.name);
    if (plan === undefined) throw new Error(`the plan has no workload ${this.name}`);
    return plan;
  }

  /** What serves the workload, one entry for each site and revision. Reading it closes the factory. */
  public get servings(): readonly ServingPlan[] {
    return this.decide('servings').sites.flatMap((site) => site.serving.filter((each) => each.workload === this.name));
  }

  private decide(what: string) {
    const core = FactoryCore.of(this);
    core.close(`\`${this.node.path}.${what}\``);
    return core.decide();
  }
}

/** Returns the URL of a workload as a token, which builds the factory when it is resolved. */
function endpointOf(workload: ITokenWorkload): string {
  const { path } = workload.node;
  return Lazy.stringValue({
    produce: () => {
      const core = FactoryCore.of(workload);
      if (core.isDeciding) {
        throw new Error(
          `${path}.endpoint is made from the plan of its factory; it cannot be a prop of the same factory`,
        );
      }
      core.build();
      const hostname = core.decide().workloads.find((each) => each.name === workload.name)?.hostname;
      if (hostname === undefined) throw new Error(`the plan has no workload ${workload.name}`);
      if (hostname === null) {
        throw new Error(`${path} has no endpoint: the factory has no traffic; add \`new Traffic(factory, …)\``);
      }
      return `https://${hostname}`;
    },
  });
}

class NamedWorkload extends Construct implements ITokenWorkload {
  public readonly metrics: WorkloadMetrics = new WorkloadMetrics(this);
  public readonly endpoint: string;

  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
    this.endpoint = endpointOf(this);
  }
}
