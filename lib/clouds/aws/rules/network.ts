import { layerBucketsOf } from '../../../catalog/layer-buckets';
import type { Finding } from '../../../planner/finding';
import { siteNames } from '../../../planner/names';
import type { ResolvedFactory, ResolvedSite } from '../../../planner/resolved';
import { formatCidr, parseCidr, subnet } from '../../../units/cidr';
import type { NetworkPlan, ZonePlan } from './plan';
import type { AwsSiteSpec } from './site';

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
export const DEFAULT_RANGE = '10.0.0.0/16';

/**
 * The address plan of an AWS site.
 *
 * ```
 * up to 3 zones: | zone a | zone b | zone c | rest |   each a quarter; the rest holds system and public subnets
 * up to 6 zones: | a | b | c | d | e | f |    | rest |   each an eighth
 * ```
 * @returns null where the range is too small or has no default; the findings say why
 */
export function planNetwork(
  site: ResolvedSite<AwsSiteSpec>,
  factory: ResolvedFactory,
): { network: NetworkPlan | null; findings: Finding[] } {
  const spec = site.spec;
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
