import type { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { labelKeys, serviceAccounts } from '../planner/model/names';
import type { BoundaryPlan, RuntimePlan, SitePlan, TenantPlan } from '../planner/model/plan';
import type { IRealized } from '../port/port';
import { addBoundary, boundaryOf, TenantBoundary, type TenantBoundaryProps } from './boundary';
import { DEFAULT_ACCELERATOR_RESOURCE, DEFAULT_FACTORY, ownerAnnotation } from './labels';
import { addObject, managedLabels } from './objects';

/** Maximum number of accelerators that the pods of a namespace may request. */
export interface AcceleratorQuota {
  /** Maximum number of accelerators of each resource. */
  readonly count: number;
  /** Resources of the accelerators. The quota applies to each. @default ['nvidia.com/gpu'] */
  readonly resources?: readonly string[];
  /** DRA device class. Replaces `resources` if pods request accelerators through DRA. @default - none */
  readonly deviceClass?: string;
}

/** Name, labels, accounts and quota of the namespace of a tenant. */
export interface TenantNamespaceProps {
  /** Name of the namespace. */
  readonly name: string;
  /** Name of the tenant, for the label `ai-factory/tenant`. @default - `name` */
  readonly tenant?: string;
  /**
   * Value of the label `ai-factory/factory`, by which `Gateway` and `Admission` find the namespaces of tenants.
   * @default 'ai-factory'
   */
  readonly factory?: string;
  /** Who is responsible for the tenant, for the annotation `ai-factory/owner`. @default - no annotation */
  readonly owner?: string;
  /** Pod Security level of the namespace. @default 'restricted' */
  readonly podSecurity?: BoundaryPlan['podSecurity'];
  /** Names of the service accounts. Pods get no token of theirs. @default ['serving', 'weights'] */
  readonly serviceAccounts?: readonly string[];
  /** Limit of the accelerators that pods of the namespace request. @default - no quota */
  readonly acceleratorQuota?: AcceleratorQuota;
}

/** The namespace of a tenant, with a Pod Security level, service accounts and an accelerator quota. */
export class TenantNamespace extends Construct implements IRealized {
  /** Name of the namespace. */
  public readonly namespace: string;
  /** Names of the service accounts. */
  public readonly serviceAccounts: readonly string[];
  /** Namespace, service accounts and quota: what must exist before pods. */
  public readonly ready: readonly TerraformResource[];
  /** The namespace itself. */
  public readonly resource: NamespaceV1;

  public constructor(scope: Construct, id: string, props: TenantNamespaceProps) {
    super(scope, id);
    const { name: namespace, podSecurity: level = 'restricted' } = props;
    this.namespace = namespace;
    this.serviceAccounts = props.serviceAccounts ?? Object.values(serviceAccounts);
    this.resource = new NamespaceV1(this, 'namespace', {
      metadata: {
        name: namespace,
        ...(props.owner === undefined ? {} : { annotations: { [ownerAnnotation]: props.owner } }),
        labels: {
          ...managedLabels,
          [labelKeys.factory]: props.factory ?? DEFAULT_FACTORY,
          [labelKeys.tenant]: props.tenant ?? namespace,
          'pod-security.kubernetes.io/audit': level,
          'pod-security.kubernetes.io/enforce': level,
          'pod-security.kubernetes.io/enforce-version': 'latest',
          'pod-security.kubernetes.io/warn': level,
        },
      },
      timeouts: { delete: '15m' },
    });
    const accounts = this.serviceAccounts.map((name) => this.account(name));
    const quota = props.acceleratorQuota === undefined ? [] : [this.quota(props.acceleratorQuota)];
    this.ready = [this.resource, ...accounts, ...quota];
  }

  /** Adds the boundary of the tenant. */
  public addBoundary(props: Omit<TenantBoundaryProps, 'namespace'>): TenantBoundary {
    return new TenantBoundary(this, 'boundary', {
      ...props,
      namespace: this.namespace,
      after: [this.resource, ...(props.after ?? [])],
    });
  }

  private account(name: string): Manifest {
    return addObject(
      this,
      `account-${name}`,
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace: this.namespace },
        automountServiceAccountToken: false,
      },
      { dependsOn: [this.resource] },
    );
  }

  private quota({ count, resources = [DEFAULT_ACCELERATOR_RESOURCE], deviceClass }: AcceleratorQuota): Manifest {
    const names =
      deviceClass === undefined
        ? resources.map((name) => `requests.${name}`)
        : [`${deviceClass}.deviceclass.resource.k8s.io/devices`];
    const hard = Object.fromEntries(names.map((name) => [name, `${count}`]));
    return addObject(
      this,
      'quota',
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'accelerators', namespace: this.namespace },
        spec: { hard },
      },
      { dependsOn: [this.resource] },
    );
  }
}

/** A planned tenant: its namespace with the boundary. The policies are children of the tenant itself. */
export class Tenant extends TenantNamespace {
  public constructor(scope: Construct, id: string, plan: TenantPlan, site: SitePlan, runtime: RuntimePlan) {
    super(scope, id, {
      name: plan.namespace,
      tenant: plan.name,
      factory: site.factory,
      owner: plan.owner,
      podSecurity: plan.boundary.podSecurity,
      ...(plan.acceleratorQuota === null
        ? {}
        : {
            acceleratorQuota: {
              count: plan.acceleratorQuota,
              resources: [...new Set(site.pools.flatMap((pool) => pool.accelerator?.resource ?? []))].sort(),
              ...(runtime.deviceClass === null ? {} : { deviceClass: runtime.deviceClass }),
            },
          }),
    });
    addBoundary(this, { ...boundaryOf(plan, site, runtime), after: [this.resource] });
  }
}
