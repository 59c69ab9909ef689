import { Construct, type IConstruct } from 'constructs';
import type { DashboardPlan } from '../planner/model/plan';
import type { DashboardOptions, DashboardPanelOptions } from '../spec/props.generated';
import { DashboardSpec } from '../spec/telemetry';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import { type MetricExpression, renderSource } from './metric-expression';
import type { ISite } from './site';
import { siteOf } from './site-scope';

/** A panel of a dashboard: one metric over time. */
export interface DashboardPanel extends Omit<DashboardPanelOptions, 'workload' | 'metric' | 'expr'> {
  /**
   * What the panel shows: a metric of a workload, such as `chat.metrics.ttftSeconds95`, or PromQL, such as
   * `PromQl.expression('sum(rate(my_errors_total[5m]))')`.
   */
  readonly metric: MetricExpression;
}

/** Title and panels of a dashboard. */
export interface DashboardProps extends Omit<DashboardOptions, 'panels'> {
  /**
   * Name of the dashboard, unique at its site.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Panels, two in a row; at least one. */
  readonly panels: readonly DashboardPanel[];
}

/** A dashboard that others refer to. */
export interface IDashboard extends IConstruct {
  /** Name of the dashboard at its site. */
  readonly name: string;
  /** Site whose Grafana shows the dashboard. */
  readonly site: ISite;
}

/**
 * A dashboard of a site, beside those that every site and workload has. The scope is the site, or a construct in it.
 *
 * @throws FactoryError if the name is taken at the site, a value is invalid, or a workload is of another factory
 */
export class Dashboard extends Construct implements IDashboard {
  public readonly name: string;
  public readonly site: ISite;

  public constructor(scope: Construct, id: string, props: DashboardProps) {
    super(freeScope(scope, id), id);
    const { name = id, panels, ...own } = props;
    this.name = name;
    this.site = siteOf(this);
    const path = ['sites', this.site.name, 'dashboards', name];
    FactoryCore.of(this).describe({
      construct: this,
      path,
      schema: DashboardSpec,
      render: () => ({
        ...own,
        panels: panels?.map(({ metric, ...panel }, index) => ({
          ...panel,
          ...(metric === undefined ? {} : renderSource(this, `${path.join('.')}.panels.${index}`, metric.source)),
        })),
      }),
    });
  }

  /** The planned dashboard. Reading it closes the factory. */
  public get planned(): DashboardPlan {
    const core = FactoryCore.of(this);
    core.close(`\`${this.node.path}.planned\``);
    const dashboard = core
      .decide()
      .sites.find((each) => each.name === this.site.name)
      ?.runtime.telemetry.dashboards?.find((each) => each.name === this.name);
    if (dashboard === undefined) throw new Error(`the plan has no dashboard ${this.name} at ${this.site.name}`);
    return dashboard;
  }
}
