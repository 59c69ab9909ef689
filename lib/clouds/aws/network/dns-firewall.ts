import { Route53ResolverFirewallConfig } from '@cdktf/provider-aws/lib/route53-resolver-firewall-config';
import { Route53ResolverFirewallDomainList } from '@cdktf/provider-aws/lib/route53-resolver-firewall-domain-list';
import { Route53ResolverFirewallRule } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule';
import { Route53ResolverFirewallRuleGroup } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group';
import { Route53ResolverFirewallRuleGroupAssociation } from '@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group-association';
import { Construct } from 'constructs';
import { AwsPlace } from '../place';
import { dnsRuleName } from '../rules/names';

/** VPC of a DNS firewall and the names that resolve in it. */
export interface DnsFirewallProps {
  /** Prefix of the names of the rule group and its lists. */
  readonly name: string;
  /** Id of the VPC whose DNS queries are filtered. */
  readonly vpcId: string;
  /** Domain names that resolve, such as `*.huggingface.co`, beside the names that AWS itself needs. */
  readonly domains: readonly string[];
  /** Region of the names of AWS that always resolve. @default - read from the stack's AWS provider */
  readonly place?: AwsPlace;
}

/** A DNS firewall that resolves listed domain names only. Every other name does not exist inside the VPC. */
export class DnsFirewall extends Construct {
  /** Id of the rule group, to which rules of priority 101 to 199 can be added. */
  public readonly ruleGroupId: string;

  constructor(scope: Construct, id: string, props: DnsFirewallProps) {
    super(scope, id);
    const { name, vpcId, domains } = props;
    const { region } = props.place ?? AwsPlace.of(this);
    // Names of AWS in the region, of the cluster's endpoint and of hosts of the VPC: without them nodes cannot join.
    const own = [
      `*.${region}.amazonaws.com`,
      `*.${region}.api.aws`,
      `*.${region}.compute.internal`,
      `*.${region}.eks.amazonaws.com`,
      `*.${region}.on.aws`,
      '*.ec2.internal',
    ];
    const group = new Route53ResolverFirewallRuleGroup(this, 'rules', { name });
    this.ruleGroupId = group.id;
    const list = (kind: string, entries: readonly string[]) =>
      new Route53ResolverFirewallDomainList(this, kind, { name: dnsRuleName(name, kind), domains: [...entries] });
    new Route53ResolverFirewallRule(this, 'allow-rule', {
      name: dnsRuleName(name, 'allow'),
      action: 'ALLOW',
      // A listed name may be an alias of another one, as the names of registries behind a CDN are.
      firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
      priority: 100,
      firewallRuleGroupId: group.id,
      firewallDomainListId: list('allow', [...new Set([...own, ...domains])].sort()).id,
    });
    new Route53ResolverFirewallRule(this, 'block-rule', {
      name: dnsRuleName(name, 'block'),
      action: 'BLOCK',
      blockResponse: 'NXDOMAIN',
      priority: 200,
      firewallRuleGroupId: group.id,
      firewallDomainListId: list('block', ['*']).id,
    });
    new Route53ResolverFirewallRuleGroupAssociation(this, 'association', {
      name,
      vpcId,
      firewallRuleGroupId: group.id,
      priority: 101,
    });
    // A firewall that fails open is no boundary.
    new Route53ResolverFirewallConfig(this, 'config', { resourceId: vpcId, firewallFailOpen: 'DISABLED' });
  }
}
