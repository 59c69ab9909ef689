import { Construct } from 'constructs';
import { compare } from '../../planner/model/finding';
import { telemetryNames } from '../../planner/model/names';
import type { MovePlan, ServingPlan, TelemetryPlan } from '../../planner/model/plan';
import type { IRealized } from '../../port/port';
import { statedAlertRule, statedDashboard } from './custom';
import { DashboardConfigMap, ServingDashboard, SiteDashboard } from './dashboard-objects';
import { dashboardSite } from './dashboards/site';
import type { TelemetrySite } from './identity';
import { moveRules } from './rules/move';
import type { RuleGroup } from './rules/rule';
import { Rules } from './rules/rules';
import { siteRules } from './rules/site';
import { ServingRules } from './serving-rules';

/** What a site's rules and dashboards are made from. */
export interface TelemetryProps {
  readonly telemetry: TelemetryPlan;
  readonly serving: readonly ServingPlan[];
  readonly site: TelemetrySite;
  /** Migrations that the site takes part in; those that move requests are watched. @default - none */
  readonly moves?: readonly MovePlan[];
}

/** Rules for Prometheus and dashboards for Grafana as objects of the cluster. */
export class Telemetry extends Construct implements IRealized {
  public readonly ready: readonly Construct[];

  public constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id);
    const { telemetry, site } = props;
    const serving = [...props.serving].sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
    const names = telemetryNames(telemetry.factory);
    const ofSite = new Construct(this, 'site');
    this.ready = [
      addRules(ofSite, telemetry, names.site(site.name), siteRules(site, telemetry)),
      new SiteDashboard(ofSite, 'dashboard', {
        site: site.name,
        factory: site.factory,
        namespace: telemetry.namespace,
        pools: dashboardSite(site).pools,
        pue: telemetry.pue ?? null,
        wattsBudget: telemetry.wattsBudget ?? null,
      }),
      ...serving.flatMap((one) => {
        const group = new Construct(this, `serving-${one.name}`);
        const costs = (telemetry.costs ?? []).filter((cost) => cost.serving === one.name);
        return [
          new ServingRules(group, 'rules', {
            ...one,
            rulesNamespace: telemetry.namespace,
            runbookUrl: telemetry.runbookUrl,
            costs,
          }),
          new ServingDashboard(group, 'dashboard', { ...one, dashboardNamespace: telemetry.namespace, costs }),
        ];
      }),
      ...(props.moves ?? []).flatMap((move) => {
        const groups = moveRules(move, serving, telemetry);
        const group = new Construct(this, `move-${move.name}`);
        return groups.length === 0 ? [] : [addRules(group, telemetry, names.move(move.name), groups)];
      }),
      ...(telemetry.alerts ?? []).flatMap((alert) => {
        const group = statedAlertRule(alert, { site, serving, telemetry });
        if (group === null) return [];
        const name = names.alert(site.name, alert.name);
        return [addRules(new Construct(this, `alert-${alert.name}`), telemetry, name, [group])];
      }),
      ...(telemetry.dashboards ?? []).map((dashboard) => {
        const name = names.dashboard(site.name, dashboard.name);
        const content = statedDashboard(dashboard, { site, serving, telemetry });
        const group = new Construct(this, `dashboard-${dashboard.name}`);
        return new DashboardConfigMap(group, 'dashboard', { name, namespace: telemetry.namespace, dashboard: content });
      }),
    ];
  }
}

const addRules = (scope: Construct, telemetry: TelemetryPlan, name: string, groups: readonly RuleGroup[]): Rules =>
  new Rules(scope, 'rules', { name, namespace: telemetry.namespace, groups });
