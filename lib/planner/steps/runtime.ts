import { findComponent, required } from '../../catalog/catalog';
import { deviceClasses } from '../../catalog/device-classes';
import { round } from '../../units/convert';
import { nodeUsdPerHour } from '../cost';
import { keyAmong } from '../explain/serving-key';
import { computed, fromRow } from '../explain/trace';
import { siteNames } from '../names';
import type { RdmaDevicesPlan, RuntimePlan, TelemetryPlan } from '../plan';
import { nodeDraw, pueTerm, usableItWatts } from '../power';
import type { ResolvedFactory, ResolvedSite } from '../resolved';
import { GATEWAY_NAMESPACE, GATEWAY_NODE_PORT } from './gateway';
import { prometheusUrl } from './platform';
import { telemetryNamespace } from './platform-facts';
import { planFlavors, planQueues, priorities, topologyOf } from './queues';
import type { SiteInput } from './site-input';
import { planStatedTelemetry } from './telemetry';
import { planTenants } from './tenants';
import { planWattsQuota } from './watts';

/** What lives in the workloads stack of a site beside the serving itself. */
export function planRuntime(input: SiteInput): RuntimePlan {
  const { factory, site, pools, serving, routes, moves } = input;
  const { spec } = site;
  const aws = spec.provider === 'aws';
  const facts = telemetryFacts(input);
  return {
    tenants: planTenants(factory, serving),
    queues: planQueues(factory.spec, pools, serving, planWattsQuota(site, pools)),
    flavors: planFlavors(pools, topologyOf(site)),
    priorities,
    gateway: {
      name: 'ai-factory',
      namespace: GATEWAY_NAMESPACE,
      className: 'ai-factory',
      hostname: factory.spec.traffic === undefined ? null : `*.${factory.spec.traffic.domain}`,
      nodePort: aws ? GATEWAY_NODE_PORT : null,
      port: spec.entry.port,
      tlsSecret: spec.entry.tlsSecret ?? null,
    },
    routes,
    moves,
    telemetry: {
      namespace: telemetryNamespace,
      prometheusUrl,
      retentionDays: factory.spec.observability.metricsRetentionDays,
      runbookUrl: factory.spec.observability.runbookUrl ?? null,
      ...facts,
      ...planStatedTelemetry(input, facts.costs ?? []),
    },
    storage: aws
      ? {
          className: spec.storageClass ?? 'ai-factory-gp3',
          weights: {
            kind: 'bucket',
            driver: 's3.csi.aws.com',
            bucket: siteNames(factory.spec.name, site.name).bucket(spec.accountId),
            region: spec.region,
          },
          create:
            spec.storageClass === undefined
              ? { provisioner: 'ebs.csi.aws.com', parameters: { encrypted: 'true', type: 'gp3' } }
              : null,
        }
      : { className: spec.storageClass, weights: { kind: 'claim' }, create: null },
    rdma: serving.find((each) => each.rdma !== null)?.rdma ?? null,
    rdmaDevices: planRdmaDevices(factory, site),
    acceleratorApi: spec.provider === 'kubernetes' ? spec.acceleratorApi : 'device-plugin',
    deviceClass:
      spec.provider === 'kubernetes' && spec.acceleratorApi === 'dra'
        ? (deviceClasses.find(({ vendor }) => pools.some((pool) => pool.accelerator?.vendor === vendor))?.name ?? null)
        : null,
    karpenterPools: pools.filter((pool) => pool.manager === 'karpenter').map((pool) => pool.name),
    // Every endpoint that the library makes is private, whether or not it is public too.
    privateApi: aws,
    egressEnforcement: spec.provider === 'aws' ? 'aws-network-policy' : spec.egress,
  };
}

/** Pods of one node that may share its adapters; the plugin asks for a number, and accelerators bind long before it. */
const RDMA_SHARES = 63;

/** What the network operator advertises, where the site says by which adapters. */
function planRdmaDevices(factory: ResolvedFactory, { spec }: ResolvedSite): RdmaDevicesPlan | null {
  const rdma = spec.provider === 'kubernetes' ? spec.rdma : undefined;
  if (rdma?.devices === undefined) return null;
  const plugin = required(findComponent(factory.catalog, 'image/rdma-device-plugin'));
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

/** What power and cost rules need to know of the site. */
function telemetryFacts({
  factory,
  site,
  pools,
  serving,
  trace,
}: SiteInput): Pick<TelemetryPlan, 'pue' | 'wattsBudget' | 'hostWatts' | 'costs'> {
  const { spec, region } = site;
  const at = 'runtime.telemetry';
  const hostWatts = site.pools.map(({ name, machine, accelerator }) => {
    const capW = pools.find((each) => each.name === name)?.accelerator?.capW ?? null;
    const { hostW, acceleratorW } = nodeDraw(machine, accelerator, capW);
    const nameplate = fromRow('nameplate', machine.power.peakW, 'W', machine);
    const boardW = acceleratorW === null ? null : (accelerator?.boardW ?? null);
    if (boardW === null || accelerator === null)
      trace.detail(`${at}.hostWatts.${name}`, hostW, 'W', 'nameplate', () => [nameplate]);
    else {
      trace.detail(`${at}.hostWatts.${name}`, hostW, 'W', 'max(nameplate - accelerators x boardW, 0)', () => [
        nameplate,
        fromRow('accelerators', machine.accelerators, 'per node', machine),
        fromRow('boardW', boardW, 'W', accelerator),
      ]);
    }
    return [name, hostW] as const;
  });
  const names = serving.map((each) => each.name);
  const costs = serving.flatMap((each, index) => {
    const pool = site.pools.find((candidate) => candidate.name === each.pool);
    if (pool === undefined) return [];
    const price = nodeUsdPerHour(
      { site: spec, pool: pool.spec, machine: pool.machine, region, path: pool.path },
      factory.catalog,
    );
    if (!('usdPerHour' in price)) return [];
    const usdPerAcceleratorHour = trace.detail(
      `${at}.costs.${keyAmong(names, index)}.usdPerAcceleratorHour`,
      round(price.usdPerHour / Math.max(pool.machine.accelerators, 1), 4),
      'USD/h',
      'round(price / accelerators, 4)',
      () => [
        computed('price', price.usdPerHour, 'USD/h', `${site.path}.cost.pool.${pool.name}.usdPerUnit`),
        fromRow('accelerators', pool.machine.accelerators, 'per node', pool.machine),
      ],
    );
    return [{ serving: each.name, basis: pool.capacity.type, usdPerAcceleratorHour }];
  });
  const pue = pueTerm({ spec: spec.power, region, site: site.name }, factory.catalog);
  const isKnown = (spec.power?.pue ?? region?.pue ?? null) !== null;
  const budget = usableItWatts(spec.power, site.ownFacility);
  if (budget !== null) {
    trace.detail(`${at}.wattsBudget`, budget, 'W', 'limit', () => [
      computed('limit', budget, 'W', `${site.path}.power.limit.usableW`),
    ]);
  }
  return {
    // The survey's mean is good for a sum of money and not for a dashboard that looks measured.
    pue: isKnown ? trace.detail(`${at}.pue`, pue.value, pue.unit, 'pue', () => [pue]) : null,
    wattsBudget: budget,
    hostWatts: Object.fromEntries(hostWatts),
    costs,
  };
}
