import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { Construct } from 'constructs';
import { compare } from '../../planner/finding';
import { dashboardFile, telemetryNames } from '../../planner/names';
import type { MovePlan, ServingPlan, TelemetryPlan } from '../../planner/plan';
import type { IRealized } from '../../port/port';
import { statedAlertRule, statedDashboard } from './custom';
import { servingDashboard } from './dashboards/serving';
import { siteDashboard } from './dashboards/site';
import type { TelemetrySite } from './identity';
import { moveRules } from './rules/move';
import type { RuleGroup } from './rules/rule';
import { servingRules } from './rules/serving';
import { siteRules } from './rules/site';

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
      addDashboard(ofSite, telemetry, names.site(site.name), siteDashboard(site, telemetry)),
      ...serving.flatMap((one) => {
        const group = new Construct(this, `serving-${one.name}`);
        const name = names.serving(one.namespace, one.name);
        const costs = (telemetry.costs ?? []).filter((cost) => cost.serving === one.name);
        return [
          addRules(group, telemetry, name, servingRules(one, telemetry)),
          addDashboard(group, telemetry, name, servingDashboard(one, costs)),
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
        return addDashboard(new Construct(this, `dashboard-${dashboard.name}`), telemetry, name, content);
      }),
    ];
  }
}

function addRules(scope: Construct, telemetry: TelemetryPlan, name: string, groups: readonly RuleGroup[]): Manifest {
  return new Manifest(scope, 'rules', {
    manifest: {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: {
        name,
        namespace: telemetry.namespace,
        labels: { 'app.kubernetes.io/managed-by': 'ai-factory' },
      },
      spec: { groups: groups.filter(({ rules }) => rules.length > 0) },
    },
  });
}

function addDashboard(scope: Construct, telemetry: TelemetryPlan, name: string, dashboard: Dashboard): ConfigMapV1 {
  return new ConfigMapV1(scope, 'dashboard', {
    metadata: {
      name,
      namespace: telemetry.namespace,
      labels: { 'app.kubernetes.io/managed-by': 'ai-factory', grafana_dashboard: '1' },
    },
    data: { [dashboardFile(name)]: escaped(JSON.stringify(dashboard)) },
  });
}

/** Text in which Terraform finds no expression but the tokens of cdktf. */
const escaped = (text: string): string => text.replace(/([$%])\{(?!TfToken\[)/g, '$1$1{');
