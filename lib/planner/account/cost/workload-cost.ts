import type { Catalog } from '../../../catalog/rows';
import { must } from '../../model/must';
import type { TokenCost, WorkloadCost } from '../../model/plan/cost-plan';
import {
  decided,
  type Explained,
  hoursPerMonth,
  numberAt,
  type Quantity,
  ruleOf,
  SHARE,
  secondsPerHour,
  stated,
  sumOf,
  tokensPerMillion,
  wattsPerKilowatt,
} from '../../model/quantity';
import type { ResolvedWorkload } from '../../model/resolved';
import type { Carried } from './carried';
import type { PricedSite } from './cost';
import { meanTokens } from './tokens';

/** Nodes of a pool that a workload carries, and the price of one. */
interface Own {
  readonly pool: string;
  readonly part: Carried['parts'][number];
  readonly usdPerNode: Quantity;
}

/** What a workload costs: its part of the nodes, and of everything else at its sites. */
export function workloadCost(
  catalog: Catalog,
  workload: ResolvedWorkload,
  priced: readonly PricedSite[],
  carriedBySite: ReadonlyMap<string, readonly Carried[]>,
): Explained<Omit<WorkloadCost, 'explanations'>> {
  const at = priced.flatMap((each) => {
    const carried = must(carriedBySite.get(each.site.name), `nodes of ${each.site.name}`);
    const own = ownOf(workload.name, carried, each);
    if (own.length === 0) return [];
    const { name, power } = each.site;
    const needed = each.cost.unpriced.filter(
      (id) => !id.startsWith('pool.') || own.some(({ pool }) => id === `pool.${pool}`),
    );
    const grid = power.carbon.gramsPerKwh;
    return [
      {
        site: name,
        usdPerHour: costAt(own, carried, each),
        facilityW: facilityPower(own, each.site),
        unpriced: needed.map((id) => `${name}.${id}`),
        grid:
          grid === null
            ? null
            : numberAt(`grid of ${name}`, grid, 'g CO2e/kWh', `sites.${name}.power.carbon.gramsPerKwh`),
      },
    ];
  });
  const usdPerHour = sumOf(
    at.map((each) => each.usdPerHour.called(each.site)),
    'USD/h',
  );
  const kilowatts = at.map(({ site, facilityW }) => facilityW.called(`power at ${site}`).over(wattsPerKilowatt));
  const kwhPerHour = sumOf(kilowatts, 'kW').in('kWh/h');
  const emitted = at.flatMap(({ grid }, index) => {
    const power = kilowatts[index];
    return grid === null || power === undefined ? [] : [power.times(grid)];
  });
  const gramsPerHour = emitted.length < at.length ? null : sumOf(emitted, 'g CO2e/h');
  return {
    currency: 'USD',
    usdPerHour,
    usdPerMonth: usdPerHour.times(hoursPerMonth),
    sites: at.map(({ site, usdPerHour: usd, facilityW }) => ({ site, usdPerHour: usd, facilityW })),
    unpriced: at.flatMap((each) => each.unpriced),
    perMillion: tokenCost(catalog, workload, usdPerHour, kwhPerHour, gramsPerHour),
    kwhPerHour,
    gramsPerHour,
  };
}

/** Price of a node of a pool; nodes without a price have no line, and add nothing to the sums. */
const priceOf = (pool: string, { numbers, site }: PricedSite): Quantity =>
  numbers.lines.find((line) => line.id === `pool.${pool}`)?.usdPerUnit.called(`price of ${pool}`) ??
  decided(`price of ${pool}`, 0, 'USD/h·node', `the price of ${site.name}/${pool} is unknown and left out`);

const ownOf = (workload: string, carried: readonly Carried[], priced: PricedSite): Own[] =>
  carried.flatMap(({ pool, parts }) =>
    parts
      .filter((part) => part.workload === workload)
      .map((part) => ({ pool, part, usdPerNode: priceOf(pool, priced) })),
  );

const nodesOf = ({ pool, part }: Pick<Own, 'pool' | 'part'>): Quantity =>
  decided(`nodes of ${pool}`, part.nodes, 'node', 'nodes in use there, in proportion to its replicas');

/** Cost of a workload at a site: its own nodes, and a part of the rest in proportion to them. */
function costAt(own: readonly Own[], carried: readonly Carried[], priced: PricedSite): Quantity {
  const site = `sites.${priced.site.name}.cost`;
  const direct = sumOf(
    own.map((each) => nodesOf(each).times(each.usdPerNode)),
    'USD/h',
  );
  const inUse = sumOf(
    carried.map(({ pool, parts }) => {
      const nodes = parts.reduce((sum, part) => sum + part.nodes, 0);
      return decided(`nodes in use of ${pool}`, nodes, 'node', 'whole nodes with replicas').times(
        priceOf(pool, priced),
      );
    }),
    'USD/h',
  );
  if (inUse.value === 0) return direct;
  const rest = sumOf(
    priced.numbers.lines.filter((line) => !line.id.startsWith('pool.')).map((line) => line.usdPerHour),
    'USD/h',
  ).called('rest', `every line of ${site} but its pools`);
  const share = rest
    .times(direct.called('own', 'the nodes of the workload at their prices'))
    .over(inUse.called('in use', `the pools of ${site} without their idle nodes`));
  return direct.plus(share);
}

/** Facility power that serves a workload at a site: its nodes at idle, and what its replicas add to that. */
function facilityPower(own: readonly Own[], { name, power }: PricedSite['site']): Quantity {
  const parts = own.flatMap(({ pool, part }) => {
    const drawn = power.pools.find((each) => each.pool === pool);
    if (drawn === undefined) return [];
    const at = `sites.${name}.power.pools.${pool}`;
    const idle = numberAt(`idle of ${pool}`, drawn.nodeIdleW, 'W/node', `${at}.nodeIdleW`);
    const serving = numberAt(`serving of ${pool}`, drawn.nodeBusyW, 'W/node', `${at}.nodeBusyW`);
    const busy = decided(`busy of ${pool}`, part.busyNodes, 'node', 'nodes that its replicas take and run on');
    return [nodesOf({ pool, part }).times(idle), busy.times(serving.minus(idle))];
  });
  return sumOf(parts, 'W').times(numberAt('pue', power.pue, SHARE, `sites.${name}.power.pue`));
}

function tokenCost(
  catalog: Catalog,
  workload: ResolvedWorkload,
  usdPerHour: Quantity,
  kwhPerHour: Quantity,
  gramsPerHour: Quantity | null,
): Explained<TokenCost> | null {
  const { input, output } = meanTokens(workload);
  if (output.value <= 0) return null;
  const weight = ruleOf(catalog, 'input-token-weight', SHARE, 'weight');
  const { peakFactor } = workload.spec.demand;
  const demand = `${workload.path}.demand`;
  const peak = stated('peak', peakFactor, SHARE, `${demand}.peakFactor`);
  const perMillion = (amount: Quantity, tokens: Quantity): Quantity =>
    amount.over(tokens.times(secondsPerHour).over(tokensPerMillion));
  const weighted = output.plus(weight.times(input));
  const outputUsd = perMillion(usdPerHour, weighted);
  const outputAtPeak = perMillion(usdPerHour, weighted.times(peak));
  return {
    outputUsd,
    inputUsd: outputUsd.times(weight),
    allOnOutputUsd: perMillion(usdPerHour, output),
    atPeak: {
      outputUsd: outputAtPeak,
      inputUsd: outputAtPeak.times(weight),
      allOnOutputUsd: perMillion(usdPerHour, output.times(peak)),
    },
    kwhPerMillionOutput: perMillion(kwhPerHour, output),
    gramsPerMillionOutput: gramsPerHour === null ? null : perMillion(gramsPerHour, output),
    basis: `at mean demand, with the nodes that its replicas for the peak (${peakFactor}x) stand on and their part of the site, without idle nodes; an input token counts ${weight.value} of an output token`,
  };
}
