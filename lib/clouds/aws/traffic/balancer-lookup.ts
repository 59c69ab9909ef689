import { DataAwsLb } from '@cdktf/provider-aws/lib/data-aws-lb';
import { DataAwsLbTargetGroup } from '@cdktf/provider-aws/lib/data-aws-lb-target-group';
import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { targetGroupName } from '../rules/names';
import { type FrontDoorTarget, siteScope } from './front-door';

/** A site's balancer, as it is found by its name in its region. */
export interface Balancer {
  readonly dnsName: string;
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  /** Name of the balancer in CloudWatch: `net/<name>/<id>`. */
  readonly metricName: string;
  readonly targetGroupMetricName: string;
  readonly provider: TerraformProvider | undefined;
}

/** Finds the balancers of targets, each once. */
export class BalancerLookup {
  private readonly found = new Map<string, Balancer>();

  constructor(private readonly scope: Construct) {}

  /** Returns the balancer of a target. Null if its entry is a DNS name. */
  public of({ site, entry }: FrontDoorTarget): Balancer | null {
    if ('hostname' in entry) return null;
    const known = this.found.get(site);
    if (known !== undefined) return known;
    const { balancerName: name, region, provider } = entry;
    const own = provider === undefined ? {} : { provider };
    const at = siteScope(this.scope, site);
    const balancer = new DataAwsLb(at, 'balancer', { name, ...own });
    const targets = new DataAwsLbTargetGroup(at, 'targets', {
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
