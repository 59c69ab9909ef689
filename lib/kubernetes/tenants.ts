import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { labelKeys, serviceAccounts } from '../planner/names';
import type { RuntimePlan, SitePlan, TenantPlan } from '../planner/plan';
import { addBoundary } from './boundary';
import { ownerAnnotation } from './labels';
import { addObject, managedLabels } from './objects';

/** The namespace of a tenant: Pod Security, quota, accounts and boundary. */
export class Tenant extends Construct {
  /** Namespace and accounts: what pods need to be there first. */
  public readonly ready: readonly TerraformResource[];

  public constructor(scope: Construct, id: string, plan: TenantPlan, site: SitePlan, runtime: RuntimePlan) {
    super(scope, id);
    const { namespace } = plan;
    const level = plan.boundary.podSecurity;
    const space = new NamespaceV1(this, 'namespace', {
      metadata: {
        name: namespace,
        annotations: { [ownerAnnotation]: plan.owner },
        labels: {
          ...managedLabels,
          [labelKeys.factory]: site.factory,
          [labelKeys.tenant]: plan.name,
          'pod-security.kubernetes.io/audit': level,
          'pod-security.kubernetes.io/enforce': level,
          'pod-security.kubernetes.io/enforce-version': 'latest',
          'pod-security.kubernetes.io/warn': level,
        },
      },
      timeouts: { delete: '15m' },
    });
    const options = { dependsOn: [space] };
    const objects: Manifest[] = Object.values(serviceAccounts).map((name) =>
      addObject(
        this,
        `account-${name}`,
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name, namespace },
          automountServiceAccountToken: false,
        },
        options,
      ),
    );
    if (plan.acceleratorQuota !== null) {
      const resources = [...new Set(site.pools.flatMap((pool) => pool.accelerator?.resource ?? []))].sort();
      const { deviceClass } = runtime;
      const names =
        deviceClass === null
          ? resources.map((name) => `requests.${name}`)
          : [`${deviceClass}.deviceclass.resource.k8s.io/devices`];
      const hard = Object.fromEntries(names.map((name) => [name, `${plan.acceleratorQuota}`]));
      objects.push(
        addObject(
          this,
          'quota',
          { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'accelerators', namespace }, spec: { hard } },
          options,
        ),
      );
    }
    this.ready = [space, ...objects];
    addBoundary(this, plan, runtime, options);
  }
}
