import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import { DataAwsLbTargetGroup } from '@cdktf/provider-aws/lib/data-aws-lb-target-group';
import type { TerraformProvider, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { TrafficTarget } from '../../port/port';
import { siteProvider } from './configure';
import { idOf, targetGroupName } from './names';

/** A site's balancer as the traffic stack finds it: by its name, in its region. */
export interface Balancer {
  readonly dnsName: string;
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  /** `net/<name>/<id>`, as CloudWatch calls it. */
  readonly metricName: string;
  readonly targetGroupMetricName: string;
  readonly provider: TerraformProvider | undefined;
}

/** Finds the balancers of targets, each once. */
export class BalancerLookup {
  private readonly found = new Map<string, Balancer>();

  constructor(
    private readonly scope: Construct,
    private readonly stack: TerraformStack,
  ) {}

  /** @returns null where the target states a host name instead */
  public of(target: TrafficTarget): Balancer | null {
    const { balancerName: name, region, site } = target;
    if (target.hostname !== null || name === null || region === null) return null;
    const known = this.found.get(site);
    if (known !== undefined) return known;
    const provider = siteProvider(this.stack, site);
    const own = provider === undefined ? {} : { provider };
    const balancer = new DataAwsLb(this.scope, `balancer-${idOf(site)}`, { name, ...own });
    const targets = new DataAwsLbTargetGroup(this.scope, `targets-${idOf(site)}`, {
      name: targetGroupName(name),
      ...own,
    });
    const made: Balancer = {
      name,
      region,
      provider,
      dnsName: balancer.dnsName,
      arn: balancer.arn,
      metricName: balancer.arnSuffix,
      targetGroupMetricName: targets.arnSuffix,
    };
    this.found.set(site, made);
    return made;
  }
}

/** @throws Error where a target has neither */
export function hostnameOf(target: TrafficTarget, balancer: Balancer | null): string {
  const hostname = target.hostname ?? balancer?.dnsName;
  if (hostname === undefined) {
    throw new Error(
      `site "${target.site}" has neither an entry host name nor a balancer; state entry.hostname of the site`,
    );
  }
  return hostname;
}
