import { layerBucketsOf } from '../../catalog/layer-buckets';
import { formatCidr, overlaps, parseCidr, subnet } from '../../units/cidr';
import type { Finding } from '../finding';
import { siteNames } from '../names';
import type { NetworkPlan, ZonePlan } from '../plan';
import type { ResolvedFactory, ResolvedSite } from '../resolved';

/** Interface endpoints that a cluster without internet access needs: pulls, tokens, nodes, logs, queues, keys. */
const interfaceEndpoints = [
  'autoscaling',
  'aps-workspaces',
  'ec2',
  'ec2messages',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'elasticloadbalancing',
  'kms',
  'logs',
  'monitoring',
  'secretsmanager',
  'sqs',
  'ssm',
  'ssmmessages',
  'sts',
  'xray',
] as const;

/** Zones that the address plan has room for; no AWS region has more. */
const MAX_ZONES = 6;

/** Range of an AWS site that states none; good for one such site only. */
const DEFAULT_RANGE = '10.0.0.0/16';

/**
 * The address plan of a site.
 *
 * ```
 * up to 3 zones: | zone a | zone b | zone c | rest |   each a quarter; the rest holds system and public subnets
 * up to 6 zones: | a | b | c | d | e | f |    | rest |   each an eighth
 * ```
 * @returns null where the range is too small or has no default; the findings say why
 */
export function planNetwork(
  site: ResolvedSite,
  factory: ResolvedFactory,
): { network: NetworkPlan | null; findings: Finding[] } {
  const spec = site.spec;
  if (spec.provider !== 'aws') return { network: null, findings: [] };
  const path = `${site.path}.addressRange`;
  const text = spec.addressRange ?? DEFAULT_RANGE;
  const range = parseCidr(text);
  const split = site.zones.length <= 3 ? 2 : 3;
  if (range === null || site.zones.length === 0) return { network: null, findings: [] };
  if (site.zones.length > MAX_ZONES) {
    return {
      network: null,
      findings: [
        {
          code: 'too-many-zones',
          severity: 'error',
          path: `${site.path}.zones`,
          message: `${site.zones.length} zones (${site.zones.join(', ')}); the address plan holds up to ${MAX_ZONES}: name those that pools use`,
        },
      ],
    };
  }
  if (range.prefix < 16 || range.prefix > 20) {
    return {
      network: null,
      findings: [
        {
          code: 'address-range-size',
          severity: 'error',
          path,
          message: `range ${text} has prefix length ${range.prefix}; a VPC for GPU nodes takes 16 to 20`,
        },
      ],
    };
  }
  const rest = subnet(range, range.prefix + split, 2 ** split - 1);
  const withPublic = spec.network.nat !== 'none' || spec.entry.public;
  const zones: ZonePlan[] = [];
  site.zones.forEach((name, index) => {
    const own = subnet(range, range.prefix + split, index);
    const system = rest === null ? null : subnet(rest, rest.prefix + 4, index);
    const open = rest === null ? null : subnet(rest, rest.prefix + 4, 8 + index);
    if (own !== null && system !== null && open !== null) {
      zones.push({
        name,
        privateCidr: formatCidr(own),
        systemCidr: formatCidr(system),
        publicCidr: withPublic ? formatCidr(open) : null,
      });
    }
  });
  return {
    network: {
      name: siteNames(factory.spec.name, site.name).prefix,
      cidr: text,
      zones,
      nat: spec.network.nat,
      layerBuckets: layerBucketsOf(spec.region, spec.network.nat !== 'none'),
      interfaceEndpoints: [...(spec.network.endpoints ?? interfaceEndpoints)].sort(),
      flowLogRetentionDays: spec.logRetentionDays,
      allowedDomains: spec.network.allowedDomains ?? null,
    },
    findings: [],
  };
}

/** Ranges of all sites are apart, so that a migration can connect any two of them. */
export function checkAddressRanges(factory: ResolvedFactory): Finding[] {
  const findings: Finding[] = [];
  const own = factory.sites.filter((site) => site.spec.provider === 'aws');
  const ranges = factory.sites.flatMap((site) => {
    if (site.spec.addressRange === undefined && site.spec.provider === 'aws' && own.length > 1) {
      findings.push({
        code: 'address-range-missing',
        severity: 'error',
        path: `${site.path}.addressRange`,
        message: `no addressRange, and the factory has ${own.length} AWS sites; give each its own range, such as 10.16.0.0/16`,
      });
      return [];
    }
    const text = site.spec.addressRange ?? (site.spec.provider === 'aws' ? DEFAULT_RANGE : undefined);
    const range = text === undefined ? null : parseCidr(text);
    return range === null || text === undefined ? [] : [{ site, text, range }];
  });
  ranges.forEach((a, i) => {
    for (const b of ranges.slice(i + 1)) {
      if (!overlaps(a.range, b.range)) continue;
      findings.push({
        code: 'address-ranges-overlap',
        severity: 'error',
        path: `${b.site.path}.addressRange`,
        message: `range ${b.text} overlaps ${a.text} of sites.${a.site.name}; give the sites separate ranges so that they can be connected`,
      });
    }
  });
  return findings;
}
