import {
  clusterNames,
  GATEWAY_CONTROLLER_NAMESPACE,
  gatewayNames,
  gatewayNamespace,
  TELEMETRY_NAMESPACE,
} from '../model/names';
import type { RuntimePlan, TelemetryPlan } from '../model/plan';
import { type Explained, fromRow, numberAt, oneOf, type PartlyExplained, type Quantity } from '../model/quantity';
import { pueOf } from '../resolve/energy';
import { poolOf } from '../resolve/find';
import { usableItWatts } from '../resolve/it-limits';
import { nodeDraw } from '../resolve/node-draw';
import { nodeUsdPerHour } from '../resolve/node-price';
import { topologyOf } from '../resolve/topology';
import { GATEWAY_NODE_PORT } from './gateway';
import { prometheusUrl } from './platform';
import { planFlavors, planPriorities, planQueues } from './queues';
import type { SiteInput } from './site-input';
import { planMoves, planRoutes } from './site-moves';
import { planStatedTelemetry } from './telemetry';
import { planTenants } from './tenants';
import { planWattsQuota } from './watts';

/** What lives in the workloads stack of a site beside the serving itself. */
export function planRuntime(input: SiteInput): PartlyExplained<RuntimePlan> {
  const { factory, site, pools, serving } = input;
  const { spec } = site;
  const { facts } = site;
  const measured = telemetryFacts(input);
  const { name } = factory.spec;
  const gateway = gatewayNames(name);
  return {
    factory: name,
    tenants: planTenants(factory, serving),
    queues: planQueues(factory.spec, pools, serving, planWattsQuota(site, pools)),
    flavors: planFlavors(name, pools, topologyOf(site)),
    priorities: planPriorities(name),
    gateway: {
      name: gateway.gateway,
      namespace: gatewayNamespace(name),
      controllerNamespace: GATEWAY_CONTROLLER_NAMESPACE,
      service: gateway.service,
      className: clusterNames(name).gatewayClass,
      hostname: factory.spec.traffic === undefined ? null : `*.${factory.spec.traffic.domain}`,
      nodePort: facts.entry === null ? null : GATEWAY_NODE_PORT,
      port: spec.entry.port,
      tlsSecret: spec.entry.tlsSecret ?? null,
    },
    routes: planRoutes(input),
    moves: planMoves(input),
    telemetry: {
      factory: name,
      namespace: TELEMETRY_NAMESPACE,
      prometheusUrl,
      retentionDays: factory.spec.observability.metricsRetentionDays,
      runbookUrl: factory.spec.observability.runbookUrl ?? null,
      ...measured,
      ...planStatedTelemetry(
        input,
        measured.costs.map((each) => ({ ...each, usdPerAcceleratorHour: each.usdPerAcceleratorHour.value })),
      ),
    },
    // A site without either is refused; see `checkStorage`.
    storage: facts.storage ?? { className: spec.storageClass ?? '', weights: { kind: 'claim' }, create: null },
    rdma: serving.find((each) => each.rdma !== null)?.rdma ?? null,
    rdmaDevices: facts.rdmaDevices,
    acceleratorApi: facts.acceleratorApi,
    deviceClass:
      facts.acceleratorApi === 'dra'
        ? (factory.catalog.deviceClasses.find(({ vendor }) => pools.some((pool) => pool.accelerator?.vendor === vendor))
            ?.name ?? null)
        : null,
    dynamicPools: pools.filter((pool) => pool.manager === 'dynamic').map((pool) => pool.name),
    privateApi: facts.privateApi,
    egressEnforcement: facts.egress.enforcement,
  };
}

/** What power and cost rules need to know of the site. */
function telemetryFacts({
  factory,
  site,
  pools,
  serving,
}: SiteInput): Explained<Required<Pick<TelemetryPlan, 'pue' | 'wattsBudget' | 'hostWatts' | 'costs'>>> {
  const { spec, region } = site;
  const hostWatts = site.pools.map(({ name, machine, accelerator, path }): [string, Quantity] => {
    const capW = pools.find((each) => each.name === name)?.accelerator?.capW ?? null;
    return [name, nodeDraw(machine, accelerator, capW, path).hostW];
  });
  const costs = serving.flatMap((each) => {
    const pool = poolOf(site, each.pool);
    const price = nodeUsdPerHour(site, pool, factory.catalog);
    if (!('usdPerHour' in price)) return [];
    const line = `${site.path}.cost.lines.pool.${pool.name}.usdPerUnit`;
    const count = fromRow('accelerators', pool.machine.accelerators, 'accelerator/node', pool.machine);
    const usdPerAcceleratorHour = numberAt('price', price.usdPerHour.value, 'USD/h·node', line)
      .over(count.value > 0 ? count : oneOf('accelerator/node'))
      .rounded(4);
    return [{ serving: each.name, basis: pool.capacity.type, usdPerAcceleratorHour }];
  });
  const pue = pueOf({ spec: spec.power, region, site: site.name }, factory.catalog);
  const isKnown = (spec.power?.pue ?? region?.pue ?? null) !== null;
  const budget = usableItWatts(spec.power, `${site.path}.power`);
  return {
    // The survey's mean is good for a sum of money and not for a dashboard that looks measured.
    pue: isKnown ? pue : null,
    wattsBudget: budget === null ? null : numberAt('limit', budget, 'W', `${site.path}.power.limit.usableW`),
    hostWatts: Object.fromEntries(hostWatts),
    costs,
  };
}
