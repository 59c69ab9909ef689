import type { CloudCostInput } from '../../../planner/model/cloud';
import type { CostItem, PlatformItem } from '../../../planner/model/cost-item';
import type { ResolvedSite } from '../../../planner/model/resolved';
import { constant, fromRow, stated, type Term } from '../../../planner/model/trace';
import { type ClusterPlan, type NetworkPlan, type SubstratePlan, substrateOf } from './plan';
import type { AwsSiteSpec } from './site';

/** Returns what of an AWS substrate costs money. What exists already is not among it. */
export function awsCosts({ site, substrate }: CloudCostInput<AwsSiteSpec>): readonly CostItem[] {
  const plan = substrateOf({ substrate });
  if (plan === null) return [];
  const { network, cluster } = plan;
  return [
    ...('existing' in cluster ? [] : [one('control-plane', 'eks-control-plane', 'cluster')]),
    ...('existing' in network ? [] : [gatewayItem(site, network)]),
    ...('existing' in network && network.interfaceEndpoints.length === 0 ? [] : [endpointItem(site, network)]),
    one('keys', 'kms-key', 'key'),
    ...('existing' in cluster ? [] : [systemItem(site, cluster)]),
  ];
}

function gatewayItem(site: ResolvedSite<AwsSiteSpec>, { nat, zones }: NetworkPlan): PlatformItem {
  const gateways: Term = {
    name: 'gateways',
    value: 1,
    unit: 'gateway',
    source: `factory file, ${site.path}.network.nat`,
    asOf: null,
  };
  return {
    ...{ id: 'nat', row: 'nat-gateway', unit: 'gateway' },
    quantity: { none: 0, single: 1, 'per-zone': zones.length }[nat],
    formula: nat === 'per-zone' ? 'zones' : 'gateways',
    terms: nat === 'per-zone' ? [zonesTerm(site, zones.length)] : [gateways],
  };
}

function endpointItem(site: ResolvedSite<AwsSiteSpec>, network: SubstratePlan['network']): PlatformItem {
  const { spec, path } = site;
  const { length } = network.interfaceEndpoints;
  const endpoints =
    spec.network.endpoints === undefined
      ? constant('endpoints', length, 'endpoints', 'what a cluster without internet access needs of the cloud')
      : stated('endpoints', length, 'endpoints', `${path}.network.endpoints`);
  const zones = zonesOf(site, network);
  return {
    ...{ id: 'endpoints', row: 'interface-endpoint', unit: 'endpoint and zone' },
    quantity: length * zones.value,
    formula: 'endpoints x zones',
    terms: [endpoints, zones],
  };
}

/** Zones in which endpoints are created. */
function zonesOf(site: ResolvedSite<AwsSiteSpec>, network: SubstratePlan['network']): Term {
  if (!('existing' in network)) return zonesTerm(site, network.zones.length);
  const subnets = network.existing.systemSubnetIds ?? network.existing.privateSubnetIds;
  return stated('zones', Object.keys(subnets).length, 'zones', `${site.path}.network.existing`);
}

const systemItem = ({ path }: ResolvedSite<AwsSiteSpec>, { system }: ClusterPlan): CostItem => ({
  id: 'system',
  machine: system.machine,
  nodes: stated('nodes', system.desiredCount, 'nodes', `${path}.system.minCount`),
  key: 'system.machine',
});

const one = (id: string, row: string, unit: string): PlatformItem => ({
  ...{ id, row, quantity: 1, unit, formula: 'one' },
  terms: [constant('one', 1, unit, `a site has one ${unit}`)],
});

const zonesTerm = ({ spec, path, region }: ResolvedSite<AwsSiteSpec>, count: number): Term =>
  spec.zones === undefined && region !== null
    ? fromRow('zones', count, 'zones', region)
    : stated('zones', count, 'zones', `${path}.zones`);
