import { Construct, type IConstruct } from 'constructs';
import type { SecurityBoundaryOptions } from '../spec/props.generated';
import { BoundarySpec } from '../spec/tenancy';
import { FactoryCore } from './factory-core';
import { freeScope } from './free-id';
import type { Peer } from './peer';
import { nameIn } from './reference';
import type { ITenant } from './tenant';

/** Egress, ingress and pod security of the namespaces of tenants. */
export interface SecurityBoundaryProps extends Omit<SecurityBoundaryOptions, 'egressTenants' | 'ingressTenants'> {
  /**
   * Name of the boundary, unique in the factory.
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Tenants whose pods the pods of the boundary's tenants may reach. `allowTo(Peer.tenant(…))` adds to them.
   * @default - none
   */
  readonly egressTenants?: readonly ITenant[];
  /**
   * Tenants whose pods may reach the pods of the boundary's tenants. `allowFrom(…)` adds to them.
   * @default - none
   */
  readonly ingressTenants?: readonly ITenant[];
}

/** A boundary that tenants refer to. */
export interface ISecurityBoundary extends IConstruct {
  /** Name of the boundary. */
  readonly name: string;
}

/**
 * What may leave the namespaces of tenants, what may reach them, and how their pods are confined.
 *
 * @throws FactoryError if the name is taken or a value is invalid
 */
export class SecurityBoundary extends Construct implements ISecurityBoundary {
  /** Refers to a boundary of the factory by its name. Planning reports a name that the factory does not define. */
  public static fromBoundaryName(scope: Construct, id: string, name: string): ISecurityBoundary {
    return new NamedBoundary(scope, id, name);
  }

  public readonly name: string;
  private readonly props: Omit<SecurityBoundaryProps, 'name'>;
  private readonly to: Peer[] = [];
  private readonly from: ITenant[] = [];

  public constructor(scope: Construct, id: string, props: SecurityBoundaryProps = {}) {
    super(freeScope(scope, id), id);
    const { name = id, ...own } = props;
    this.name = name;
    this.props = own;
    FactoryCore.of(this).describe({
      construct: this,
      path: ['boundaries', name],
      schema: BoundarySpec,
      render: () => this.render(),
    });
  }

  /** Lets pods of the boundary's tenants reach a domain, a range or another tenant. */
  public allowTo(peer: Peer): this {
    FactoryCore.of(this).description.assertOpen(`${this.node.path}.allowTo`);
    if (peer.kind === 'tenant') nameIn(this, `boundaries.${this.name}`, peer.tenant);
    this.to.push(peer);
    return this;
  }

  /** Lets pods of another tenant reach the pods of the boundary's tenants. */
  public allowFrom(tenant: ITenant): this {
    FactoryCore.of(this).description.assertOpen(`${this.node.path}.allowFrom`);
    nameIn(this, `boundaries.${this.name}`, tenant);
    this.from.push(tenant);
    return this;
  }

  private render(): SecurityBoundaryOptions {
    const { egressDomains = [], egressCidrs = [], egressTenants, ingressTenants, ...own } = this.props;
    const domains = this.to.flatMap((peer) => (peer.kind === 'domain' ? [peer.name] : []));
    const cidrs = this.to.flatMap((peer) => (peer.kind === 'cidr' ? [peer.range] : []));
    const to = this.to.flatMap((peer) => (peer.kind === 'tenant' ? [peer.tenant] : []));
    return {
      ...own,
      egressDomains: stated(this.props.egressDomains, [...egressDomains, ...domains]),
      egressCidrs: stated(this.props.egressCidrs, [...egressCidrs, ...cidrs]),
      egressTenants: this.tenants('egressTenants', egressTenants, to),
      ingressTenants: this.tenants('ingressTenants', ingressTenants, this.from),
    };
  }

  private tenants(key: string, given: readonly ITenant[] | undefined, added: readonly ITenant[]) {
    const at = `boundaries.${this.name}.${key}`;
    const names = [...(given ?? []), ...added].map((tenant) => nameIn(this, at, tenant));
    return stated(given === undefined ? undefined : names, names);
  }
}

/** A list without repetitions; undefined if it is empty and nobody stated it. */
const stated = (given: readonly string[] | undefined, all: readonly string[]): string[] | undefined =>
  given === undefined && all.length === 0 ? undefined : [...new Set(all)];

class NamedBoundary extends Construct implements ISecurityBoundary {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
  }
}
