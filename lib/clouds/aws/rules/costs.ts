import type { CloudCostInput } from '../../../planner/model/cloud';
import type { CostItem, PlatformItem } from '../../../planner/model/cost-item';
import { constant, fromRow, type Quantity, stated } from '../../../planner/model/quantity';
import type { ResolvedSite } from '../../../planner/model/resolved';
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
  const stating = `${site.path}.network.nat`;
  const quantity = {
    none: () => stated('gateways', 0, 'gateway', stating),
    single: () => stated('gateways', 1, 'gateway', stating),
    'per-zone': () => zonesTerm(site, zones.length).times(stated('gateways', 1, 'gateway/zone', stating)),
  }[nat]();
  return { id: 'nat', row: 'nat-gateway', quantity };
}

function endpointItem(site: ResolvedSite<AwsSiteSpec>, network: SubstratePlan['network']): PlatformItem {
  const { spec, path } = site;
  const { length } = network.interfaceEndpoints;
  const unit = 'endpoint and zone/zone';
  const endpoints =
    spec.network.endpoints === undefined
      ? constant('endpoints', length, unit, 'what a cluster without internet access needs of the cloud')
      : stated('endpoints', length, unit, `${path}.network.endpoints`);
  return { id: 'endpoints', row: 'interface-endpoint', quantity: endpoints.times(zonesOf(site, network)) };
}

/** Zones in which endpoints are created. */
function zonesOf(site: ResolvedSite<AwsSiteSpec>, network: SubstratePlan['network']): Quantity {
  if (!('existing' in network)) return zonesTerm(site, network.zones.length);
  const subnets = network.existing.systemSubnetIds ?? network.existing.privateSubnetIds;
  return stated('zones', Object.keys(subnets).length, 'zone', `${site.path}.network.existing`);
}

const systemItem = ({ path }: ResolvedSite<AwsSiteSpec>, { system }: ClusterPlan): CostItem => ({
  id: 'system',
  machine: system.machine,
  nodes: stated('nodes', system.desiredCount, 'node', `${path}.system.minCount`),
  key: 'system.machine',
});

const one = (id: string, row: string, unit: string): PlatformItem => ({
  ...{ id, row },
  quantity: constant('one', 1, unit, `a site has one ${unit}`),
});

const zonesTerm = ({ spec, path, region }: ResolvedSite<AwsSiteSpec>, count: number): Quantity =>
  spec.zones === undefined && region !== null
    ? fromRow('zones', count, 'zone', region)
    : stated('zones', count, 'zone', `${path}.zones`);
