import { Route53ResolverFirewallConfig } from '@cdktf/provider-aws/lib/route53-resolver-firewall-config';
import { Route53ResolverFirewallDomainList } from '@cdktf/provider-aws/lib/route53-resolver-firewall-domain-list';
import { Route53ResolverFirewallRule } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule';
import { Route53ResolverFirewallRuleGroup } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group';
import { Route53ResolverFirewallRuleGroupAssociation } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group-association';
import type { Construct } from 'constructs';
import type { Place } from './place';

export interface DnsFirewallProps {
  readonly name: string;
  readonly place: Place;
  readonly vpcId: string;
  readonly domains: readonly string[];
}

/** Only listed domains resolve; everything else does not exist from inside the network. */
export function addDnsFirewall(scope: Construct, { name, place, vpcId, domains }: DnsFirewallProps): void {
  // AWS' own names of the region, the endpoint of the cluster and the VPC's hosts: without them nodes cannot join.
  const own = [
    `*.${place.region}.amazonaws.com`,
    `*.${place.region}.api.aws`,
    `*.${place.region}.compute.internal`,
    `*.${place.region}.eks.amazonaws.com`,
    `*.${place.region}.on.aws`,
    '*.ec2.internal',
  ];
  const group = new Route53ResolverFirewallRuleGroup(scope, 'dns-rules', { name });
  const list = (id: string, entries: readonly string[]) =>
    new Route53ResolverFirewallDomainList(scope, `dns-${id}`, { name: `${name}-${id}`, domains: [...entries] });
  new Route53ResolverFirewallRule(scope, 'dns-allow-rule', {
    name: `${name}-allow`,
    action: 'ALLOW',
    // A listed name may be an alias of a name elsewhere, as those of registries behind a CDN are.
    firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
    priority: 100,
    firewallRuleGroupId: group.id,
    firewallDomainListId: list('allow', [...new Set([...own, ...domains])].sort()).id,
  });
  new Route53ResolverFirewallRule(scope, 'dns-block-rule', {
    name: `${name}-block`,
    action: 'BLOCK',
    blockResponse: 'NXDOMAIN',
    priority: 200,
    firewallRuleGroupId: group.id,
    firewallDomainListId: list('block', ['*']).id,
  });
  new Route53ResolverFirewallRuleGroupAssociation(scope, 'dns-association', {
    name,
    vpcId,
    firewallRuleGroupId: group.id,
    priority: 101,
  });
  // A firewall that fails open is no boundary.
  new Route53ResolverFirewallConfig(scope, 'dns-config', { resourceId: vpcId, firewallFailOpen: 'DISABLED' });
}
