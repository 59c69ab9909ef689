import { Construct, type IConstruct } from 'constructs';
import type { AlertPlan } from '../planner/model/plan';
import type { AlertOptions } from '../spec/props.generated';
import { AlertSpec } from '../spec/telemetry';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import { type AlertCondition, renderSource } from './metric-expression';
import type { ISite } from './site';
import { siteOf } from './site-scope';

/** Condition, duration, severity and text of an alert. */
export interface AlertProps extends Omit<AlertOptions, 'when'> {
  /**
   * Name of the alert, unique at its site. Prometheus shows it as `alertname`.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * When the alert fires: a metric of a workload and its limit, such as `chat.metrics.ttftSeconds95.above(2)`, or PromQL,
   * such as `PromQl.condition('up{job="billing"} == 0')`.
   */
  readonly when: AlertCondition;
}

/** An alert that others refer to. */
export interface IAlert extends IConstruct {
  /** Name of the alert at its site. */
  readonly name: string;
  /** Site whose Prometheus evaluates the alert. */
  readonly site: ISite;
}

/**
 * An alert of a site, beside those that every site and workload has. The scope is the site, or a construct in it.
 *
 * @throws FactoryError if the name is taken at the site, a value is invalid, or the workload is of another factory
 */
export class Alert extends Construct implements IAlert {
  public readonly name: string;
  public readonly site: ISite;

  public constructor(scope: Construct, id: string, props: AlertProps) {
    super(freeScope(scope, id), id);
    const { name = id, when, ...own } = props;
    this.name = name;
    this.site = siteOf(this);
    const path = ['sites', this.site.name, 'alerts', name];
    FactoryCore.of(this).describe({
      construct: this,
      path,
      schema: AlertSpec,
      render: () => ({
        ...own,
        when:
          when === undefined
            ? undefined
            : { ...renderSource(this, `${path.join('.')}.when`, when.source), ...when.limit },
      }),
    });
  }

  /** The planned alert. Reading it closes the factory. */
  public get planned(): AlertPlan {
    const core = FactoryCore.of(this);
    core.close(`\`${this.node.path}.planned\``);
    const alert = core
      .decide()
      .sites.find((each) => each.name === this.site.name)
      ?.runtime.telemetry.alerts?.find((each) => each.name === this.name);
    if (alert === undefined) throw new Error(`the plan has no alert ${this.name} at ${this.site.name}`);
    return alert;
  }
}
