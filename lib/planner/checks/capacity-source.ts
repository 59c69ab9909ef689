import type { Machine } from '../../catalog/rows';
import { isAfter } from '../../units/instant';
import type { Finding } from '../finding';
import type { CapacityPlan, FactoryPlan } from '../plan';
import type { Check } from './check';

/** A pool asks for its machine in a way in which that machine can be had. */
export const capacitySource: Check = {
  id: 'capacity-source',
  why: 'some machines are sold as capacity blocks only, and only managed node groups can use them',
  check({ sites }, plan) {
    const findings: Finding[] = [];
    const report = (code: string, path: string, message: string, severity: Finding['severity'] = 'error') => {
      findings.push({ code, severity, path, message });
    };
    for (const site of sites) {
      for (const pool of site.pools) {
        const { capacity, machine, spec, path } = pool;
        if (site.spec.provider === 'aws' && !machine.purchase.includes(capacity.type)) {
          report(
            'capacity-not-offered',
            `${path}.capacity`,
            `${machine.id} is not offered as ${capacity.type}; use ${machine.purchase.join(' or ')}`,
          );
        }
        if (pool.manager !== 'existing' && !machine.managers.includes(pool.manager)) {
          report(
            'manager-not-possible',
            `${path}.manager`,
            `${machine.id} cannot be run by ${pool.manager}; use ${machine.managers.join(' or ')}`,
          );
        }
        if (capacity.type !== 'capacity-block') {
          if (spec.placementGroup && capacity.type === 'reservation' && capacity.reservationId !== null) {
            report(
              'placement-group-with-reservation',
              `${path}.placementGroup`,
              'a cluster placement group with a reservation that was made outside it gives InsufficientInstanceCapacity; make the reservation in the group, or leave the group out',
              'warning',
            );
          }
          continue;
        }
        if (capacity.reservationId === null && capacity.purchase === null) {
          report(
            'capacity-block-source',
            `${path}.capacity`,
            'neither id nor purchase is stated; give the id of a block that was bought, or a purchase',
          );
        }
        const buys = capacity.reservationId === null ? capacity.purchase : null;
        if (buys !== null) {
          for (const problem of purchaseProblems(machine, buys, plannedNodes(plan, site.name, pool.name))) {
            report('capacity-block-purchase', `${path}.capacity.purchase`, problem);
          }
        } else if (capacity.endsAt === null) {
          report(
            'capacity-block-end',
            `${path}.capacity.endsAt`,
            'no end is stated; nodes must leave 30 minutes before a block ends (60 for UltraServers): state when it ends',
          );
        }
        if (capacity.endsAt !== null && capacity.startsAt !== null && !isAfter(capacity.endsAt, capacity.startsAt)) {
          report(
            'capacity-block-end',
            `${path}.capacity.endsAt`,
            `ends at ${capacity.endsAt}, not after its start ${capacity.startsAt}; correct the times`,
          );
        }
        const unit = machine.nodesPerRackUnit;
        const nodes = plannedNodes(plan, site.name, pool.name);
        if (capacity.ultraServer && nodes % unit !== 0) {
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
            'instances of a capacity block stand together already, and a placement group makes launches fail; leave it out',
          );
        }
        if (pool.manager === 'karpenter' && capacity.reservationId === null) {
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

/** Instances that one block may have. */
const BLOCK_MAX_NODES = 64;
/** Days up to which a block is sold by the day; above, by the week. */
const BLOCK_DAILY_UNTIL = 14;
const HOURS_PER_DAY = 24;

/** What keeps EC2 from offering such a block at all, and Terraform from buying it. Source: EC2 user guide, Capacity Blocks. */
function purchaseProblems(machine: Machine, purchase: Purchase, nodes: number): string[] {
  const days = purchase.durationHours / HOURS_PER_DAY;
  const whole = Number.isInteger(days) && (days <= BLOCK_DAILY_UNTIL || days % 7 === 0);
  return [
    ...(machine.scaleUpDomain > machine.accelerators
      ? [`UltraServers of ${machine.id} are not sold through Terraform; buy the block and state its id`]
      : []),
    ...(whole
      ? []
      : [
          `durationHours is ${purchase.durationHours}; blocks have whole days up to ${BLOCK_DAILY_UNTIL} and whole weeks above`,
        ]),
    ...(nodes > BLOCK_MAX_NODES ? [`${nodes} nodes, and a block has at most ${BLOCK_MAX_NODES}; split the pool`] : []),
    ...(isAfter(purchase.startsBefore, purchase.startsFrom)
      ? []
      : [`startsBefore ${purchase.startsBefore} is not after startsFrom ${purchase.startsFrom}; correct the times`]),
  ];
}
