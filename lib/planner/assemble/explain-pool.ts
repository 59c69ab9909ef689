import type { NodePoolPlan } from '../model/plan';
import type { ResolvedFactory } from '../model/resolved';
import { computed, constant, decided, fromRow, stated, type Term, type Trace } from '../model/trace';
import { poolOf, siteOf } from '../resolve/find';

/** Nodes of a pool, and between which numbers they may move. */
export function explainPool(factory: ResolvedFactory, pool: NodePoolPlan, taken: readonly Term[], trace: Trace): void {
  const at = `${pool.site}.pools.${pool.name}`;
  const path = `sites.${at}`;
  const spec = factory.spec.sites[pool.site]?.pools[pool.name];
  const nodes = `${at}.nodes.planned`;
  const count = spec?.count;
  if (count === undefined) {
    const needed = Math.ceil(taken.reduce((sum, term) => sum + term.value, 0) - 1e-9);
    const kept = pool.nodes.planned - needed;
    const sum = taken.map((term) => term.name).join(' + ');
    trace.note(
      nodes,
      pool.nodes.planned,
      'nodes',
      `${sum === '' ? '0' : `ceil(${sum})`}${kept === 0 ? '' : ' + kept'}`,
      [
        ...taken,
        ...(kept === 0
          ? []
          : [decided('kept', kept, 'nodes', 'shared with the source of a migration, until that leaves the file')]),
      ],
    );
  } else {
    trace.note(nodes, pool.nodes.planned, 'nodes', 'count', [
      stated('count', count, 'nodes', `${path}.count`),
      ...taken,
    ]);
  }
  trace.note(
    `${at}.accelerators`,
    pool.nodes.planned * (pool.accelerator?.perNode ?? 0),
    'accelerators',
    pool.accelerator === null ? '0' : 'nodes x accelerators of a node',
    pool.accelerator === null
      ? []
      : [
          trace.term(nodes, 'nodes'),
          computed('accelerators of a node', pool.accelerator.perNode, 'accelerators', `${path}.accelerator.perNode`),
        ],
  );
  if (trace.depth !== 'everything') return;
  const planned = trace.term(nodes, 'planned');
  const isBlock = pool.capacity.type === 'capacity-block';
  trace.note(`${at}.nodes.min`, pool.nodes.min, 'nodes', isBlock ? 'none' : 'planned', [
    isBlock ? constant('none', 0, 'nodes', 'a capacity block cannot hold nodes before it starts') : planned,
  ]);
  const most = spec?.maxCount;
  trace.note(
    `${at}.nodes.max`,
    pool.nodes.max,
    'nodes',
    most === undefined ? 'max(planned, 1)' : 'max(maxCount, planned, 1)',
    [planned, ...(most === undefined ? [] : [stated('maxCount', most, 'nodes', `${path}.maxCount`)])],
  );
  explainMachine(factory, pool, at, trace);
}

/** What the rows say of a pool's machine. */
function explainMachine(factory: ResolvedFactory, pool: NodePoolPlan, at: string, trace: Trace): void {
  const { machine, accelerator, spec, path } = poolOf(siteOf(factory, pool.site), pool.name);
  const row = (key: string, value: number | null, unit: string, of: { source: string; asOf: string }): void => {
    if (value !== null) trace.note(`${at}.${key}`, value, unit, 'row', [fromRow('row', value, unit, of)]);
  };
  row('vcpu', machine.vcpu, 'processors', machine);
  row('memoryGib', machine.memoryGib, 'GiB', machine);
  row('localNvmeGb', machine.localNvmeGb ?? 0, 'GB', machine);
  if (accelerator !== null) {
    row('accelerator.perNode', machine.accelerators, 'accelerators', machine);
    row('accelerator.memoryGb', accelerator.memoryGb, 'GB', accelerator);
    row('accelerator.boardW', accelerator.boardW, 'W', accelerator);
  }
  if (pool.nodesPerRack !== null && spec.nodesPerRack === undefined) {
    row('nodesPerRack', machine.nodesPerRackUnit, 'nodes', machine);
  }
  const { capacity } = pool;
  const usd = spec.capacity?.type === 'capacity-block' ? spec.capacity.usdPerNodeHour : undefined;
  if (capacity.type !== 'capacity-block' || capacity.purchase === null || usd === undefined) return;
  const { durationHours, maxUsd } = capacity.purchase;
  if (maxUsd === null) return;
  trace.note(`${at}.capacity.purchase.maxUsd`, maxUsd, 'USD', 'round(price x planned x hours, 2)', [
    stated('price', usd, 'USD/h', `${path}.capacity.usdPerNodeHour`),
    trace.term(`${at}.nodes.planned`, 'planned'),
    stated('hours', durationHours, 'h', `${path}.capacity.purchase.durationHours`),
  ]);
}
