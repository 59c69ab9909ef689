import type { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { Construct } from 'constructs';
import { compare } from '../../planner/finding';
import type { MovePlan, ServingPlan, TelemetryPlan } from '../../planner/plan';
import type { IRealized } from '../../port/port';
import { StatedTelemetry } from './custom';
import { servingDashboard } from './dashboards/serving';
import { siteDashboard } from './dashboards/site';
import { addDashboard, addRules } from './objects';
import { moveRules } from './rules/move';
import type { RuleGroup } from './rules/rule';
import { servingRules } from './rules/serving';
import { siteRules, type TelemetrySite } from './rules/site';

/** What a site's rules and dashboards are made from. */
export interface TelemetryProps {
  readonly telemetry: TelemetryPlan;
  readonly serving: readonly ServingPlan[];
  readonly site: TelemetrySite;
  /** Migrations that the site takes part in; those that move requests are watched. @default - none */
  readonly moves?: readonly MovePlan[];
}

/** Rules and dashboards of a site and of each of its servings. */
export const realizeTelemetry = (scope: Construct, id: string, props: TelemetryProps): IRealized =>
  new Telemetry(scope, id, props);

/** Rules for Prometheus and dashboards for Grafana as objects of the cluster. */
export class Telemetry extends Construct implements IRealized {
  public readonly ready: readonly Construct[];

  public constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id);
    const { telemetry, site } = props;
    const serving = [...props.serving].sort((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name));
    const name = (one: ServingPlan) => `${one.namespace}-${one.name}`;
    this.ready = [
      this.rules(telemetry, `site-${site.name}`, siteRules(site, telemetry)),
      ...serving.map((one) => this.rules(telemetry, `serving-${name(one)}`, servingRules(one, telemetry))),
      ...(props.moves ?? []).flatMap((move) => {
        const groups = moveRules(move, serving, telemetry);
        return groups.length === 0 ? [] : [this.rules(telemetry, `move-${move.name}`, groups)];
      }),
      this.dashboard(telemetry, `site-${site.name}`, siteDashboard(site, telemetry)),
      ...serving.map((one) =>
        this.dashboard(
          telemetry,
          `serving-${name(one)}`,
          servingDashboard(
            one,
            (telemetry.costs ?? []).filter((cost) => cost.serving === one.name),
          ),
        ),
      ),
      ...new StatedTelemetry(this, 'stated', { telemetry, serving }).ready,
    ];
  }

  private rules({ namespace }: TelemetryPlan, name: string, groups: readonly RuleGroup[]): Manifest {
    return addRules(this, `rules-${name}`, { name: `ai-factory-${name}`, namespace }, groups);
  }

  private dashboard({ namespace }: TelemetryPlan, name: string, dashboard: Dashboard): ConfigMapV1 {
    return addDashboard(this, `dashboard-${name}`, { name: `ai-factory-${name}`, namespace }, dashboard);
  }
}
