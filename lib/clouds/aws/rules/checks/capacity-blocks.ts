import { findRule, required } from '../../../../catalog/catalog';
import type { Catalog, Machine } from '../../../../catalog/rows';
import type { LibraryCheck } from '../../../../planner/model/check';
import type { LibraryFinding } from '../../../../planner/model/finding';
import type { FindingCode } from '../../../../planner/model/finding-codes';
import type { CapacityPlan, FactoryPlan } from '../../../../planner/model/plan';
import { isAfter } from '../../../../units/instant';
import { isUltraServer } from '../pools';
import { awsSites } from './aws-sites';

/** A capacity block is one that EC2 sells and that the pool can use. */
export const capacityBlocks: LibraryCheck = {
  id: 'capacity-blocks',
  why: 'EC2 sells blocks in fixed lengths and sizes, and only managed node groups without a placement group can use them',
  isLocal: true,
  check(factory, plan) {
    const findings: LibraryFinding[] = [];
    const report = (
      code: FindingCode,
      path: string,
      message: string,
      severity: LibraryFinding['severity'] = 'error',
    ) => {
      findings.push({ code, severity, path, message });
    };
    for (const site of awsSites(factory)) {
      for (const { name, capacity, machine, spec, path, manager } of site.pools) {
        if (spec.placementGroup && capacity.type === 'reservation' && capacity.reservationId !== null) {
          report(
            'placement-group-with-reservation',
            `${path}.placementGroup`,
            'a cluster placement group with a reservation that was made outside it gives InsufficientInstanceCapacity; make the reservation in the group, or leave the group out',
            'warning',
          );
        }
        if (capacity.type !== 'capacity-block') continue;
        const nodes = plannedNodes(plan, site.name, name);
        if (capacity.reservationId === null && capacity.purchase !== null) {
          for (const problem of purchaseProblems(factory.catalog, machine, capacity.purchase, nodes)) {
            report('capacity-block-purchase', `${path}.capacity.purchase`, problem);
          }
        }
        const unit = machine.nodesPerRackUnit;
        if (isUltraServer(machine) && nodes % unit !== 0) {
          report(
            'ultraserver-part',
            `${path}.count`,
            `${nodes} nodes of ${machine.id}, which is had in UltraServers of ${unit} or more; use a multiple of ${unit}`,
          );
        }
        if (spec.placementGroup) {
          report(
            'placement-group-with-block',
            `${path}.placementGroup`,
            'instances of a capacity block are placed together already, and a placement group makes launches fail; leave it out',
          );
        }
        if (manager === 'dynamic' && capacity.reservationId === null) {
          report(
            'manager-not-possible',
            `${path}.manager`,
            'a block that is bought on apply has no id for Karpenter to select; use managed',
          );
        }
      }
    }
    return findings;
  },
};

const plannedNodes = (plan: FactoryPlan, site: string, pool: string): number =>
  plan.sites.find((each) => each.name === site)?.pools.find((each) => each.name === pool)?.nodes.planned ?? 0;

type Purchase = NonNullable<Extract<CapacityPlan, { type: 'capacity-block' }>['purchase']>;

const HOURS_PER_DAY = 24;

/** What keeps EC2 from offering such a block at all, and Terraform from buying it. */
function purchaseProblems(catalog: Catalog, machine: Machine, purchase: Purchase, nodes: number): string[] {
  const maxNodes = required(findRule(catalog, 'capacity-block-max-nodes')).value;
  const dailyUntil = required(findRule(catalog, 'capacity-block-daily-until-days')).value;
  const days = purchase.durationHours / HOURS_PER_DAY;
  const whole = Number.isInteger(days) && (days <= dailyUntil || days % 7 === 0);
  return [
    ...(isUltraServer(machine)
      ? [`UltraServers of ${machine.id} are not sold through Terraform; buy the block and state its id`]
      : []),
    ...(whole
      ? []
      : [
          `durationHours is ${purchase.durationHours}; blocks have whole days up to ${dailyUntil} and whole weeks above`,
        ]),
    ...(nodes > maxNodes ? [`${nodes} nodes, and a block has at most ${maxNodes}; split the pool`] : []),
    ...(isAfter(purchase.startsBefore, purchase.startsFrom)
      ? []
      : [`startsBefore ${purchase.startsBefore} is not after startsFrom ${purchase.startsFrom}; correct the times`]),
  ];
}
