import type { CloudCostInput } from '../../../planner/cloud';
import type { CostItem, PlatformItem } from '../../../planner/cost';
import { constant, fromRow, stated, type Term } from '../../../planner/explain/trace';
import type { ResolvedSite } from '../../../planner/resolved';
import { substrateOf } from './plan';
import type { AwsSiteSpec } from './site';

/** Returns what of an AWS substrate costs money: control plane, gateways, endpoints, keys and system nodes. */
export function awsCosts({ site, substrate }: CloudCostInput<AwsSiteSpec>): readonly CostItem[] {
  const plan = substrateOf({ substrate });
  if (plan === null) return [];
  const { nat, zones, interfaceEndpoints } = plan.network;
  const { path, spec } = site;
  const zone = zonesTerm(site, zones.length);
  const gateways: Term = {
    name: 'gateways',
    value: 1,
    unit: 'gateway',
    source: `factory file, ${path}.network.nat`,
    asOf: null,
  };
  const endpoints =
    spec.network.endpoints === undefined
      ? constant(
          'endpoints',
          interfaceEndpoints.length,
          'endpoints',
          'what a cluster without internet access needs of the cloud',
        )
      : stated('endpoints', interfaceEndpoints.length, 'endpoints', `${path}.network.endpoints`);
  const { machine, desiredCount } = plan.cluster.system;
  return [
    one('control-plane', 'eks-control-plane', 'cluster'),
    {
      ...{ id: 'nat', row: 'nat-gateway', unit: 'gateway' },
      quantity: { none: 0, single: 1, 'per-zone': zones.length }[nat],
      formula: nat === 'per-zone' ? 'zones' : 'gateways',
      terms: nat === 'per-zone' ? [zone] : [gateways],
    },
    {
      ...{ id: 'endpoints', row: 'interface-endpoint', unit: 'endpoint and zone' },
      quantity: interfaceEndpoints.length * zones.length,
      formula: 'endpoints x zones',
      terms: [endpoints, zone],
    },
    one('keys', 'kms-key', 'key'),
    {
      id: 'system',
      machine,
      nodes: stated('nodes', desiredCount, 'nodes', `${path}.system.minCount`),
      key: 'system.machine',
    },
  ];
}

const one = (id: string, row: string, unit: string): PlatformItem => ({
  ...{ id, row, quantity: 1, unit, formula: 'one' },
  terms: [constant('one', 1, unit, `a site has one ${unit}`)],
});

const zonesTerm = ({ spec, path, region }: ResolvedSite<AwsSiteSpec>, count: number): Term =>
  spec.zones === undefined && region !== null
    ? fromRow('zones', count, 'zones', region)
    : stated('zones', count, 'zones', `${path}.zones`);
