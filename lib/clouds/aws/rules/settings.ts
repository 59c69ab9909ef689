import type { Setting } from '../../../planner/model/setting';

const site = 'sites.*';
const substrate = `${site}.substrate`;

/** Settings among the numbers of the plan that are AWS's own. */
export const awsSettings: readonly Setting[] = [
  {
    pattern: `${site}.pools.*.cloud.interfaces.*.*`,
    unit: '',
    what: 'place of a network interface',
    path: null,
    otherwise: 'library: by the network cards of the machine row, as the EC2 user guide (efa-acc-inst-types) requires',
  },

  ...['network.flowLogRetentionDays', 'cluster.logRetentionDays', 'events.logRetentionDays'].map((key) => ({
    ...{ pattern: `${substrate}.${key}`, unit: 'days', what: 'how long logs are kept' },
    path: 'sites.$1.logRetentionDays',
  })),
  { pattern: `${substrate}.keys.deletionWindowDays`, unit: 'days', what: 'wait before a key is gone', path: null },
  { pattern: `${substrate}.store.noncurrentDays`, unit: 'days', what: 'how long old versions are kept', path: null },
  {
    pattern: `${substrate}.cluster.addons.*.configuration.**`,
    unit: '',
    what: 'value of the configuration of an add-on',
    path: null,
    otherwise: 'library: what it gives the add-on at this site',
  },
  ...['minCount', 'desiredCount'].map((key) => ({
    ...{ pattern: `${substrate}.cluster.system.${key}`, unit: 'nodes', what: 'system nodes' },
    path: 'sites.$1.system.minCount',
  })),
  {
    pattern: `${substrate}.cluster.system.maxCount`,
    unit: 'nodes',
    what: 'most system nodes, as many as the fewest at least',
    path: 'sites.$1.system.maxCount',
  },
  { pattern: `${substrate}.cluster.system.diskGib`, unit: 'GiB', what: 'root disk of a system node', path: null },
  {
    pattern: `${substrate}.events.endingPools.*.leadMinutes`,
    unit: 'min',
    what: 'time before the end of a capacity block at which its nodes leave',
    path: null,
    otherwise: 'library: EC2 ends instances 30 minutes before, UltraServers 60',
  },
  { pattern: `${substrate}.entry.nodePort`, unit: 'port', what: 'node port of the gateway', path: null },
  { pattern: `${substrate}.entry.port`, unit: 'port', what: 'port that requests come to', path: 'sites.$1.entry.port' },
  {
    pattern: `${substrate}.budget.usdPerMonth`,
    unit: 'USD/month',
    what: 'money limit of the site',
    path: 'sites.$1.money.usdPerMonth',
  },
  {
    pattern: `${substrate}.budget.alertShares.*`,
    unit: 'share',
    what: 'share of the money limit that alerts',
    path: 'sites.$1.money.alertShares',
  },
];
