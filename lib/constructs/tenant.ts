import { Lazy } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { tenantNamespace } from '../planner/model/names';
import type { TenantOptions } from '../spec/props.generated';
import { TenantSpec } from '../spec/tenancy';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import { nameIn } from './reference';
import type { ISecurityBoundary } from './security-boundary';

/** Owner, namespace, quota and boundary of a tenant. */
export interface TenantProps extends Omit<TenantOptions, 'boundary'> {
  /**
   * Name of the tenant, unique in the factory.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * What may leave and reach the pods of the tenant.
   * @default - nothing leaves
   */
  readonly boundary?: ISecurityBoundary;
}

/** A tenant that workloads and queues refer to. */
export interface ITenant extends IConstruct {
  /** Name of the tenant. */
  readonly name: string;
  /** Namespace of the tenant at every site. */
  readonly namespace: string;
}

/**
 * A team that shares the factory: a namespace at each site, its quota and its boundary.
 *
 * @throws FactoryError if the name is taken, a value is invalid, or the boundary is of another factory
 */
export class Tenant extends Construct implements ITenant {
  /**
   * Refers to a tenant by its name. If the factory defines tenants, the name must be one of theirs; planning reports it
   * otherwise. In a factory without tenants, every name that a workload uses is a tenant with a namespace that nothing leaves.
   */
  public static fromTenantName(scope: Construct, id: string, name: string): ITenant {
    return new NamedTenant(scope, id, name);
  }

  public readonly name: string;
  /** Namespace of the tenant at every site. */
  public readonly namespace: string;

  public constructor(scope: Construct, id: string, props: TenantProps = {}) {
    super(freeScope(scope, id), id);
    const { name = id, boundary, ...own } = props;
    const core = FactoryCore.of(this);
    this.name = name;
    this.namespace = own.namespace ?? tenantNamespace(core.name, name);
    const allowed = nameIn(this, `tenants.${name}.boundary`, boundary);
    core.describe({
      construct: this,
      path: ['tenants', name],
      schema: TenantSpec,
      render: () => ({ ...own, boundary: allowed }),
    });
  }
}

class NamedTenant extends Construct implements ITenant {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
  }

  public get namespace(): string {
    const core = FactoryCore.of(this);
    const defined = (): string | undefined => {
      const tenant = core.find(['tenants', this.name]);
      return tenant instanceof Tenant ? tenant.namespace : undefined;
    };
    // A tenant that is defined later can state another namespace than the derived one.
    return defined() ?? Lazy.stringValue({ produce: () => defined() ?? tenantNamespace(core.name, this.name) });
  }
}
