import { Construct, type IConstruct } from 'constructs';
import type { ServingPlan, WorkloadPlan } from '../planner/plan';
import type { TokenWorkloadOptions } from '../spec/props.generated';
import { WorkloadSpec } from '../spec/workload';
import { FactoryCore } from './factory-core';
import type { IGpuNodePool } from './gpu-node-pool';
import { poolReference } from './pool-reference';
import type { IQueue } from './queue';
import { nameIn } from './reference';
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

  public constructor(scope: Construct, id: string, props: TokenWorkloadProps) {
    super(scope, id);
    const { name = id, tenant, queue, pools, sites, shares, ...own } = props;
    this.name = name;
    this.metrics = new WorkloadMetrics(this);
    const at = `workloads.${name}`;
    FactoryCore.of(this).describe({
      construct: this,
      path: ['workloads', name],
      schema: WorkloadSpec,
      render: () => ({
        ...own,
        tenant: nameIn(this, `${at}.tenant`, tenant),
        queue: queue === undefined ? undefined : nameIn(this, `${at}.queue`, queue),
        pools: pools?.map((each) => poolReference(this, `${at}.pools`, each)),
        sites: sites?.map((each) => nameIn(this, `${at}.sites`, each)),
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

  /**
   * URL that users call, such as `https://chat.llm.example.com`. Reading it closes the factory.
   *
   * @throws Error if the factory has no traffic
   */
  public get endpoint(): string {
    const { hostname } = this.planned;
    if (hostname === null) {
      throw new Error(`${this.node.path} has no endpoint: the factory has no traffic; add \`new Traffic(factory, …)\``);
    }
    return `https://${hostname}`;
  }

  private decide(what: string) {
    const core = FactoryCore.of(this);
    core.close(`\`${this.node.path}.${what}\``);
    return core.decide();
  }
}

class NamedWorkload extends Construct implements ITokenWorkload {
  public readonly metrics: WorkloadMetrics = new WorkloadMetrics(this);

  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
  }
}
