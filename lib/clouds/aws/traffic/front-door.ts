import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { childOf } from '../../../port/child';
import type { TrafficGuard } from '../../../port/port';
import { idOf } from '../rules/names';

/** A load balancer of AWS, found by its name: see `SiteEntry`. */
export interface BalancerEntry {
  /** Name of the balancer, unique in its region and account. */
  readonly balancerName: string;
  /** Region of the balancer. */
  readonly region: string;
  /** Provider of the balancer's region and account. @default - the AWS provider of the stack */
  readonly provider?: TerraformProvider;
  /** Name of a topic in the region that is notified of a failing entry while a migration moves requests. @default - none */
  readonly topicName?: string;
}

/** An entry anywhere else, by its DNS name. */
export interface HostEntry {
  /** DNS name of the entry. */
  readonly hostname: string;
  /** How Route 53 probes it, from the internet. @default - it is not probed and counts as healthy */
  readonly probe?: HostProbe;
}

/** A health check of Route 53 on an entry outside AWS. */
export interface HostProbe {
  /** Name that the gateway of the entry routes to the workload. A record is created that points to the entry. */
  readonly hostname: string;
  /** Port of the probe. @default 443 */
  readonly port?: number;
  /** Protocol of the probe; `tcp` only opens a connection. @default 'https' */
  readonly protocol?: 'https' | 'http' | 'tcp';
}

/** One site among which the requests of a route are split. */
export interface FrontDoorTarget {
  /** Name of the site, unique among the targets of a route. */
  readonly site: string;
  /** Share of the requests in whole percent. Targets of a route add up to 100. */
  readonly weight: number;
  /** Where the requests of the site go. */
  readonly entry: BalancerEntry | HostEntry;
  /** What the change of the record waits for and what Terraform checks before it. @default - nothing */
  readonly guard?: TrafficGuard;
  /** Stated while a migration takes requests to or from the site. @default - no migration */
  readonly move?: {
    /** What the alarm of the entry says. Null in phases in which the target of the migration takes no requests. */
    readonly warning: string | null;
  };
}

/** A host name whose requests are split over sites. */
export interface FrontDoorRoute {
  /** Name of the route, unique in the front door, for ids and names of health checks. */
  readonly name: string;
  /** Host name that callers use. */
  readonly hostname: string;
  /** Sites that take the requests. */
  readonly targets: readonly FrontDoorTarget[];
}

/** Routes of a front door and the hosted zone of their host names. */
export interface FrontDoorProps {
  /** Prefix of the names of alarms, health checks and accelerators. */
  readonly name: string;
  /** Hosted zone of the host names. */
  readonly zone:
    | {
        /** Id of the hosted zone. */
        readonly id: string;
      }
    | {
        /** Name of the hosted zone, by which its id is looked up. */
        readonly name: string;
      };
  /** Host names whose requests are split. */
  readonly routes: readonly FrontDoorRoute[];
}

/** Returns the entry as one by DNS name; undefined for a balancer of AWS. */
export const hostOf = ({ entry }: FrontDoorTarget): HostEntry | undefined => ('hostname' in entry ? entry : undefined);

/** Returns the id of the hosted zone, looked up by its name if only that is stated. */
export const zoneIdOf = (scope: Construct, { zone }: FrontDoorProps): string =>
  'id' in zone ? zone.id : new DataAwsRoute53Zone(scope, 'zone', { name: zone.name }).zoneId;

/** Returns the scope of what a front door has once for a site. */
export const siteScope = (scope: Construct, site: string): Construct => childOf(scope, `site-${idOf(site)}`);

/** Returns the scope of what a front door has for a route. */
export const routeScope = (scope: Construct, route: string): Construct => childOf(scope, `route-${idOf(route)}`);

/** Returns a guard as the meta-arguments of the resource that sends requests to the target. */
export function guardArguments({ guard }: FrontDoorTarget) {
  const dependsOn = guard?.dependsOn ?? [];
  const precondition = [...(guard?.preconditions ?? [])];
  return {
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    ...(precondition.length === 0 ? {} : { lifecycle: { precondition } }),
  };
}
