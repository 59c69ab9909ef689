import { round } from '../../units/convert';
import {
  clusterNames,
  GATEWAY_CONTROLLER_NAMESPACE,
  gatewayNames,
  gatewayNamespace,
  TELEMETRY_NAMESPACE,
} from '../model/names';
import type { RuntimePlan, TelemetryPlan } from '../model/plan';
import { keyAmong } from '../model/serving-key';
import { computed, fromRow } from '../model/trace';
import { pueTerm } from '../resolve/energy-terms';
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
export function planRuntime(input: SiteInput): RuntimePlan {
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
      ...planStatedTelemetry(input, measured.costs ?? []),
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
    const pool = poolOf(site, each.pool);
    const price = nodeUsdPerHour(site, pool, factory.catalog);
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
  const budget = usableItWatts(spec.power);
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
