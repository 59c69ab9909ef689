import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { RuntimePlan, SitePlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import { addAdmission } from './admission';
import { addGateway } from './gateway';
import { MoveRecord } from './moves';
import { addObject } from './objects';
import { addPriorities } from './priorities';
import { addQueues } from './queues';
import { addRdma } from './rdma';
import { WorkloadRoute } from './routes';
import { Telemetry } from './telemetry';
import { Tenant } from './tenants';

/** What a site's servings share: tenants, queues, priorities, gateway, admission rules, rules and dashboards. */
export class Runtime extends Construct implements IRealized {
  public readonly ready: readonly Construct[];

  public constructor(scope: Construct, id: string, plan: RuntimePlan, site: SitePlan) {
    super(scope, id);
    const tenants = plan.tenants.flatMap((tenant) => [
      ...new Tenant(this, `tenant-${tenant.namespace}`, tenant, site, plan).ready,
    ]);
    const resources = [...new Set(site.pools.flatMap((pool) => pool.accelerator?.resource ?? []))].sort();
    const before = [...tenants, ...addPriorities(this, plan.priorities), ...this.storageClass(plan)];
    addQueues(this, { factory: plan.factory, flavors: plan.flavors, queues: plan.queues, after: tenants });
    addGateway(this, { factory: plan.factory, ...plan.gateway });
    const namespaces = tenants.filter((each) => each instanceof Manifest);
    for (const route of plan.routes) {
      new WorkloadRoute(this, `route-${route.workload}`, { ...route, gateway: plan.gateway, after: namespaces });
    }
    for (const move of plan.moves) new MoveRecord(this, `move-${move.name}`, { move, after: namespaces });
    if (plan.rdmaDevices !== null) addRdma(this, plan.rdmaDevices);
    addAdmission(this, { factory: plan.factory, acceleratorResources: resources });
    new Telemetry(this, 'telemetry', {
      telemetry: plan.telemetry,
      serving: site.serving,
      site,
      moves: plan.moves,
    });
    this.ready = before;
  }

  private storageClass({ storage }: RuntimePlan): TerraformResource[] {
    if (storage.create === null) return [];
    const { provisioner, parameters } = storage.create;
    return [
      addObject(this, 'storage-class', {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: storage.className },
        provisioner,
        parameters,
        reclaimPolicy: 'Delete',
        allowVolumeExpansion: true,
        volumeBindingMode: 'WaitForFirstConsumer',
      }),
    ];
  }
}
