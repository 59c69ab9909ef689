import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Construct } from 'constructs';
import { dashboardFile, TELEMETRY_NAMESPACE, telemetryNames } from '../../planner/model/names';
import { DEFAULT_ACCELERATOR_RESOURCE, DEFAULT_FACTORY } from '../labels';
import { managedLabels } from '../objects';
import { servingDashboard } from './dashboards/serving';
import { siteDashboard } from './dashboards/site';
import { costsOf, type MeasuredServing, measuredServing } from './serving-rules';

/** Name and content of a dashboard. */
export interface DashboardConfigMapProps {
  /** Name of the ConfigMap, and of the file in it. */
  readonly name: string;
  /** Namespace of the ConfigMap. @default 'monitoring' */
  readonly namespace?: string;
  /** The dashboard, such as the result of `DashboardBuilder.build()` of the Grafana Foundation SDK. */
  readonly dashboard: Dashboard;
}

/** A ConfigMap with a dashboard, which the sidecar of Grafana loads by the label `grafana_dashboard`. */
export class DashboardConfigMap extends ConfigMapV1 {
  /** Name of the ConfigMap. */
  public readonly configMapName: string;
  /** Namespace of the ConfigMap. */
  public readonly namespace: string;
  /** Address of the dashboard in Grafana: `/d/<uid>`. */
  public readonly uid: string;

  public constructor(scope: Construct, id: string, props: DashboardConfigMapProps) {
    const { name, namespace = TELEMETRY_NAMESPACE, dashboard } = props;
    super(scope, id, {
      metadata: { name, namespace, labels: { ...managedLabels, grafana_dashboard: '1' } },
      data: { [dashboardFile(name)]: escaped(JSON.stringify(dashboard)) },
    });
    this.configMapName = name;
    this.namespace = namespace;
    this.uid = dashboard.uid ?? '';
  }
}

/** A node pool of a dashboard. */
export interface DashboardPool {
  /** Value of the node label `ai-factory/pool`. */
  readonly name: string;
  /** Resource of the accelerators of the pool. @default 'nvidia.com/gpu' */
  readonly acceleratorResource?: string;
}

/** Site, pools and limits that a dashboard shows. */
export interface SiteDashboardProps {
  /** Name of the site, as the recording rules state it. */
  readonly site: string;
  /** Name of the factory, as the recording rules state it. @default 'ai-factory' */
  readonly factory?: string;
  /** Namespace of the ConfigMap. @default 'monitoring' */
  readonly namespace?: string;
  /** Node pools that get a line of their own. @default - none */
  readonly pools?: readonly DashboardPool[];
  /** Power usage effectiveness that facility power is computed with. @default - no line of facility power */
  readonly pue?: number | null;
  /** IT power budget in W. @default - none */
  readonly wattsBudget?: number | null;
}

/** The dashboard of a site: tokens, power, queues, pools and devices. */
export class SiteDashboard extends DashboardConfigMap {
  public constructor(scope: Construct, id: string, props: SiteDashboardProps) {
    const { site, factory = DEFAULT_FACTORY, namespace } = props;
    const pools = (props.pools ?? []).map(({ name, acceleratorResource = DEFAULT_ACCELERATOR_RESOURCE }) => ({
      name,
      acceleratorResource,
    }));
    super(scope, id, {
      name: telemetryNames(factory).site(site),
      namespace,
      dashboard: siteDashboard({ factory, name: site, pools }, { pue: props.pue, wattsBudget: props.wattsBudget }),
    });
  }
}

/** Serving that a dashboard shows. */
export interface ServingDashboardProps extends MeasuredServing {
  /** Namespace of the ConfigMap. @default 'monitoring' */
  readonly dashboardNamespace?: string;
}

/** The dashboard of a serving: load, objectives, pressure, energy and money. `ServingRules` records what it shows. */
export class ServingDashboard extends DashboardConfigMap {
  public constructor(scope: Construct, id: string, props: ServingDashboardProps) {
    const serving = measuredServing(props);
    super(scope, id, {
      name: telemetryNames(serving.factory).serving(serving.namespace, serving.name),
      namespace: props.dashboardNamespace,
      dashboard: servingDashboard(serving, costsOf(props)),
    });
  }
}

/** Text in which Terraform finds no expression but the tokens of cdktf. */
const escaped = (text: string): string => text.replace(/([$%])\{(?!TfToken\[)/g, '$1$1{');
