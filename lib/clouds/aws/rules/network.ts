import { layerBucketsOf } from '../../../catalog/layer-buckets';
import type { LibraryFinding } from '../../../planner/model/finding';
import type { ResolvedFactory, ResolvedSite } from '../../../planner/model/resolved';
import { parseCidr } from '../../../units/cidr';
import { divideRange, MAX_ZONES } from './address-plan';
import { siteNames } from './names';
import type { ExistingNetworkPlan, NetworkPlan } from './plan';
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

/** Range of an AWS site that states none; good for one such site only. */
export const DEFAULT_RANGE = '10.0.0.0/16';

/**
 * Plans the network of an AWS site: the ranges of its subnets, or the existing VPC.
 *
 * @returns null if the range is missing or too small, with findings
 */
export function planNetwork(
  site: ResolvedSite<AwsSiteSpec>,
  factory: ResolvedFactory,
): { network: NetworkPlan | ExistingNetworkPlan | null; findings: LibraryFinding[] } {
  const { spec } = site;
  const { existing } = spec.network;
  const { prefix: name } = siteNames(factory.spec.name, site.name);
  if (existing !== undefined) return planExistingNetwork(site, name, existing);
  const path = `${site.path}.addressRange`;
  const text = spec.addressRange ?? DEFAULT_RANGE;
  const range = parseCidr(text);
  if (range === null || site.zones.length === 0) return { network: null, findings: [] };
  if (site.zones.length > MAX_ZONES) {
    return refused({
      code: 'too-many-zones',
      path: `${site.path}.zones`,
      message: `${site.zones.length} zones (${site.zones.join(', ')}); the address plan holds up to ${MAX_ZONES}: name those that pools use`,
    });
  }
  if (range.prefix < 16 || range.prefix > 20) {
    return refused({
      code: 'address-range-size',
      path,
      message: `range ${text} has prefix length ${range.prefix}; a VPC for GPU nodes takes 16 to 20`,
    });
  }
  return {
    network: {
      name,
      cidr: text,
      zones: divideRange(range, site.zones, spec.network.nat !== 'none' || spec.entry.public),
      nat: spec.network.nat,
      layerBuckets: layerBucketsOf(factory.catalog, spec.region, spec.network.nat !== 'none'),
      interfaceEndpoints: [...(spec.network.endpoints ?? interfaceEndpoints)].sort(),
      flowLogRetentionDays: spec.logRetentionDays,
      allowedDomains: spec.network.allowedDomains ?? null,
    },
    findings: [],
  };
}

/** Plans a site in a VPC that exists, whose range cannot be looked up while planning. */
function planExistingNetwork(
  { spec, path }: ResolvedSite<AwsSiteSpec>,
  name: string,
  existing: NonNullable<AwsSiteSpec['network']['existing']>,
): { network: ExistingNetworkPlan | null; findings: LibraryFinding[] } {
  if (spec.addressRange === undefined) {
    return refused({
      code: 'address-range-missing',
      path: `${path}.addressRange`,
      message: `no addressRange for the existing VPC ${existing.vpcId}; state its IPv4 range, such as 10.16.0.0/16`,
    });
  }
  return {
    network: {
      name,
      cidr: spec.addressRange,
      existing: {
        vpcId: existing.vpcId,
        privateSubnetIds: existing.privateSubnetIds,
        systemSubnetIds: existing.systemSubnetIds ?? null,
        publicSubnetIds: existing.publicSubnetIds ?? null,
        isIsolated: existing.isolated,
      },
      interfaceEndpoints: [...(spec.network.endpoints ?? [])].sort(),
      allowedDomains: spec.network.allowedDomains ?? null,
    },
    findings: [],
  };
}

const refused = (finding: Omit<LibraryFinding, 'severity'>): { network: null; findings: LibraryFinding[] } => ({
  network: null,
  findings: [{ ...finding, severity: 'error' }],
});
