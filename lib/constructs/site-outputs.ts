import { TerraformOutput, type TerraformStack } from 'cdktf';
import type { FactoryPlan, SitePlan } from '../planner/model/plan';

/** Chart that brings Grafana. */
const METRICS_CHART = 'kube-prometheus-stack';

/** Adds to the workloads stack what a person needs after the apply: the way to the cluster, to dashboards and to workloads. */
export function addSiteOutputs(stack: TerraformStack, site: SitePlan, factory: FactoryPlan, credentials: string): void {
  const add = (id: string, description: string, value: string) =>
    new TerraformOutput(stack, id, { description, value });
  add('credentials', `Command that gives kubectl access to the cluster of ${site.name}`, credentials);
  const metrics = site.platform.releases.find((release) => release.chart === METRICS_CHART);
  if (metrics !== undefined) {
    add(
      'dashboards',
      'Command that opens Grafana at http://localhost:3000',
      `kubectl --namespace ${metrics.namespace} port-forward service/${metrics.name}-grafana 3000:80`,
    );
  }
  for (const workload of factory.workloads) {
    const [serving] = site.serving.filter((each) => each.workload === workload.name);
    if (serving === undefined) continue;
    add(
      `url-${workload.name}`,
      `Base URL of the API of ${workload.name}`,
      workload.hostname === null
        ? `http://${serving.name}.${serving.namespace}.svc:${serving.engine.port}/v1`
        : `https://${workload.hostname}/v1`,
    );
  }
}
