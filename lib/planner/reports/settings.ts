import type { Setting } from '../model/setting';

const site = 'sites.*';
const runtime = `${site}.runtime`;
const serving = `${site}.serving.*`;

/** Every setting among the numbers of a plan but those of clouds; a test holds that none is missing and none is unused. */
export const settings: readonly Setting[] = [
  { pattern: 'version', unit: '', what: 'version of the format of plans', path: null },
  { pattern: 'findings.*.line', unit: 'line', what: 'line of the factory file', path: null },

  { pattern: `${site}.pools.*.diskGib`, unit: 'GiB', what: 'root disk of a node', path: 'sites.$1.pools.$2.diskGib' },
  {
    pattern: `${site}.pools.*.nodesPerRack`,
    unit: 'nodes',
    what: 'nodes in one rack',
    path: 'sites.$1.pools.$2.nodesPerRack',
  },
  {
    pattern: `${site}.pools.*.accelerator.capW`,
    unit: 'W',
    what: 'power limit of an accelerator',
    path: 'sites.$1.pools.$2.powerCapW',
  },
  {
    pattern: `${site}.pools.*.capacity.purchase.durationHours`,
    unit: 'h',
    what: 'length of the block that is bought',
    path: 'sites.$1.pools.$2.capacity.purchase.durationHours',
  },

  {
    pattern: `${site}.platform.releases.*.values.**`,
    unit: '',
    what: 'value of a chart',
    path: null,
    otherwise: 'library: what it gives the chart at this site',
  },
  { pattern: `${site}.platform.releases.*.timeoutSeconds`, unit: 's', what: 'time to install in', path: null },

  { pattern: `${runtime}.priorities.*.value`, unit: '', what: 'rank of a priority', path: null },
  { pattern: `${runtime}.gateway.nodePort`, unit: 'port', what: 'node port of the gateway', path: null },
  { pattern: `${runtime}.gateway.port`, unit: 'port', what: 'port that requests come to', path: 'sites.$1.entry.port' },
  {
    pattern: `${runtime}.telemetry.retentionDays`,
    unit: 'days',
    what: 'how long metrics are kept',
    path: 'observability.metricsRetentionDays',
  },
  ...['above', 'below'].map((key) => ({
    pattern: `${runtime}.telemetry.alerts.*.limit.${key}`,
    unit: '',
    what: 'limit of an alert, in the unit of what it measures',
    path: `sites.$1.alerts.$2.when.${key}`,
  })),
  {
    pattern: `${runtime}.tenants.*.acceleratorQuota`,
    unit: 'accelerators',
    what: 'most accelerators of a tenant',
    path: 'tenants.$2.maxAccelerators',
  },
  ...[
    ['ordinal', '', 'position of the stop of a migration'],
    ['share', '%', 'share of the moved requests that the target takes at the stop'],
    ['watch.wayBack.steps', 'stops', 'way back to the stop at which the target takes fewer requests'],
  ].map(([key, unit, what]) => ({
    ...{ pattern: `${runtime}.moves.*.${key}`, unit: `${unit}`, what: `${what}` },
    path: 'migrations.$2.phase',
  })),
  ...[`${runtime}.rdma`, `${serving}.rdma`].flatMap((at) => [
    {
      ...{ pattern: `${at}.perPodOfNode`, unit: 'adapters', what: 'RDMA adapters of a node' },
      path: 'sites.$1.rdma.perNode',
      otherwise: 'cloud: every interface of the machine row',
    },
    { pattern: `${at}.hugepagesMib`, unit: 'MiB', what: 'huge pages that the fabric needs', path: null },
  ]),
  {
    pattern: `${runtime}.rdmaDevices.shares`,
    unit: 'pods',
    what: 'pods that may share the adapters of a node',
    path: null,
    otherwise: 'library: more than its accelerators can hold',
  },

  { pattern: `${serving}.engine.port`, unit: 'port', what: 'port of the engine', path: null },
  { pattern: `${serving}.scaling.cooldownSeconds`, unit: 's', what: 'wait before a replica goes', path: null },
  { pattern: `${serving}.scaling.windowSeconds`, unit: 's', what: 'time that load is looked at over', path: null },

  { pattern: 'traffic.ttlSeconds', unit: 's', what: 'how long a name may be cached', path: 'traffic.ttlSeconds' },
  {
    pattern: 'traffic.routes.*.targets.*.port',
    unit: 'port',
    what: 'port of the entry of a site',
    path: 'sites.$2.entry.port',
  },
  {
    pattern: 'traffic.routes.*.targets.*.move.percent',
    unit: '%',
    what: 'share of the moved requests that this end takes at the stop that phase and shares say',
    path: 'migrations',
  },
  {
    pattern: 'traffic.moves.*.percent',
    unit: '%',
    what: 'share of the moved requests that the target takes at the stop',
    path: 'migrations.$1.phase',
  },
  {
    pattern: 'traffic.moves.*.percents.*',
    unit: '%',
    what: 'a share that a stop of the migration has, beside none and all',
    path: 'migrations.$1.shares',
  },
  {
    pattern: 'traffic.moves.*.wayBack.steps',
    unit: 'stops',
    what: 'way back to the stop at which the target takes fewer requests',
    path: 'migrations.$1.phase',
  },
];

/**
 * The setting that a number of the plan is, and the names at the places of its pattern; null: it is none.
 *
 * @param own - settings of the clouds of the plan
 */
export function settingAt(
  name: string,
  own: readonly Setting[],
): { readonly setting: Setting; readonly names: readonly string[] } | null {
  for (const setting of [...settings, ...own]) {
    const found = matcher(setting).exec(name);
    if (found !== null) return { setting, names: found.slice(1) };
  }
  return null;
}

const matcher = ({ pattern }: Setting): RegExp =>
  new RegExp(
    `^${pattern
      .split('.')
      .map((part) => (part === '**' ? '(.+)' : part === '*' ? '([^.]+)' : part))
      .join('\\.')}$`,
  );
