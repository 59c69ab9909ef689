import { findComponent, required } from '../../../catalog/catalog';
import type { Catalog } from '../../../catalog/rows';
import type { CloudSite, DescribeContext, FabricFacts } from '../../../planner/model/cloud';
import type { RdmaDevicesPlan } from '../../../planner/model/plan';
import type { KubernetesSiteSpec } from './site';

/** Provider of the rows of machines that are bought. */
const OWNED = 'owned';
/** Provider of the rows that say what is known of the grid of a country. */
const GRID = 'grid';

/** Describes a cluster that exists in the planner's words. */
export function describeCluster(site: KubernetesSiteSpec, { name, catalog }: DescribeContext): CloudSite {
  const { cloud, region, country, rdma } = site;
  const prices = cloud ?? OWNED;
  const others = catalog.machines.map((row) => row.provider);
  return {
    prices,
    machines: [...new Set([OWNED, prices, ...others])],
    regionRow: regionRow(site, catalog),
    ...(region === undefined ? {} : { region }),
    country,
    context: site.context,
    kubernetesVersion: site.kubernetesVersion ?? null,
    ownFacility: cloud === undefined,
    fabric: rdma === undefined ? null : fabricOf(rdma),
    fabricAdvice: `state sites.${name}.rdma with the resource that the network operator advertises, or use fabric none`,
    rdmaDevices: rdma === undefined ? null : devicesOf(rdma, catalog),
    acceleratorApi: site.acceleratorApi,
    drivers: site.drivers === 'operator' ? 'operator' : 'present',
    topology: site.topology,
    egress: {
      enforcement: site.egress,
      loss:
        site.egress === 'cilium'
          ? null
          : `the network policies of ${name} know addresses only, so the names stay closed; state sites.${name}.egress cilium, or open ranges with egressCidrs`,
    },
    controls: region === undefined ? ['unshared-hardware'] : [],
  };
}

/** The region of the cloud if rows have its regions, else the grid of the country. */
function regionRow({ cloud, region, country }: KubernetesSiteSpec, catalog: Catalog): CloudSite['regionRow'] {
  const isKnown = cloud !== undefined && catalog.regions.some((row) => row.provider === cloud);
  return isKnown && region !== undefined
    ? { provider: cloud, id: region, key: 'region' }
    : { provider: GRID, id: country, key: 'country' };
}

type Rdma = NonNullable<KubernetesSiteSpec['rdma']>;

const fabricOf = ({ resource, perNode, environment, networks }: Rdma): FabricFacts => ({
  name: 'rdma',
  networkOperator: true,
  request: () => ({ resource, perPodOfNode: perNode, environment, hugepagesMib: 0, networks }),
});

/** Pods of one node that may share its adapters; the plugin needs a number, and accelerators are exhausted long before it. */
const RDMA_SHARES = 63;

/** What the network operator advertises, if the site says by which adapters. */
function devicesOf(rdma: Rdma, catalog: Catalog): RdmaDevicesPlan | null {
  if (rdma.devices === undefined) return null;
  const plugin = required(findComponent(catalog, 'image/rdma-device-plugin'));
  const path = plugin.repository ?? '';
  return {
    resource: rdma.resource,
    shares: Math.max(RDMA_SHARES, rdma.perNode),
    ...rdma.devices,
    plugin: {
      repository: path.slice(0, path.lastIndexOf('/')),
      image: path.slice(path.lastIndexOf('/') + 1),
      // The operator's images carry the tag of its release.
      version: `network-operator-${plugin.version}`,
    },
  };
}
