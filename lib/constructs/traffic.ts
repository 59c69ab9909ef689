import type { TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { trafficStackName } from '../planner/model/names';
import type { FactoryPlan, TrafficPlan } from '../planner/model/plan';
import type { GuardOf } from '../port/port';

import type { TrafficOptions } from '../spec/props.generated';
import { GATEWAY_DOOR, trafficSchema } from '../spec/traffic';
import type { ICloud } from './cloud';
import { FactoryCore, type Fillable } from './factory-core';
import { FactoryStack } from './factory-stack';
import { fillTraffic } from './fill-traffic';
import { freeScope } from './free-id';
import { nameIn } from './reference';
import type { ISite } from './site';
import type { ITokenWorkload } from './token-workload';

/**
 * Domain of the workloads, and the front door that splits their requests. Certificates are those of the sites' entries:
 * `entry.tlsSecret` of a site, and `entry.certificateArn` of an `AwsSite`.
 */
export interface TrafficProps extends Omit<TrafficOptions, 'site'> {
  /**
   * Site whose gateway splits requests, for the front door `http-route`.
   * @default - the first site by name
   */
  readonly site?: ISite;
  /**
   * Cloud of the front door, such as `AwsSite.cloud`.
   * @default - the cloud of a site that offers the front door
   */
  readonly cloud?: ICloud;
}

/** The traffic of a factory, which others refer to. */
export interface ITraffic extends IConstruct {
  /** Domain below which workloads answer. */
  readonly domain: string;
}

/**
 * The front door that splits requests over the sites of a factory. Its stack is `<factory>-traffic`; it is written if there
 * is a route.
 *
 * @throws FactoryError if the factory has traffic already, or a value is invalid
 */
export class Traffic extends Construct implements ITraffic, Fillable {
  public readonly domain: string;
  /** Stack of the front door. It applies after the stacks of all sites. */
  public readonly stack: FactoryStack;
  private readonly guards: GuardOf[] = [];
  private routes = 0;

  public constructor(scope: Construct, id: string, props: TrafficProps) {
    super(freeScope(scope, id), id);
    const { site, cloud, ...own } = props;
    const core = FactoryCore.of(this);
    this.domain = props.domain;
    core.describe({
      construct: this,
      path: ['traffic'],
      schema: trafficSchema([props.frontDoor ?? GATEWAY_DOOR]),
      render: () => ({ ...own, site: nameIn(this, 'traffic.site', site) }),
    });
    if (cloud !== undefined) core.addCloud(cloud);
    this.stack = new FactoryStack(core.factory as Construct, trafficStackName(core.name), {
      core,
      isWritten: () => this.routes > 0,
    });
    core.addFillable(this, true);
  }

  /** The stack; empty if no route is planned. */
  public get stacks(): readonly TerraformStack[] {
    return [this.stack];
  }

  /** Name at which a workload answers. */
  public hostname(workload: ITokenWorkload): string {
    return `${nameIn(this, 'traffic', workload)}.${this.domain}`;
  }

  /** The planned front door; null if there is none. Reading it closes the factory. */
  public get planned(): TrafficPlan | null {
    const core = FactoryCore.of(this);
    core.close(`\`${this.node.path}.planned\``);
    return core.decide().traffic;
  }

  /** Adds conditions to the record of every target, beside those of migrations. */
  public addGuard(guard: GuardOf): this {
    FactoryCore.of(this).description.assertOpen(`${this.node.path}.addGuard`);
    this.guards.push(guard);
    return this;
  }

  /** @internal */
  public fill(plan: FactoryPlan): void {
    const { traffic } = plan;
    if (traffic === null || traffic.routes.length === 0) return;
    this.routes = traffic.routes.length;
    const core = FactoryCore.of(this);
    for (const site of core.fillables)
      if (site !== this) for (const stack of site.stacks.slice(-1)) this.stack.addDependency(stack);
    fillTraffic(this.stack, { factory: plan, traffic, core, guards: this.guards });
  }
}
