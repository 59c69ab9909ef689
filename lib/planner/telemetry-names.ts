import { boundedName } from './names';

/** Longest name of an object in a cluster, with room for the ending of a dashboard's file. */
const LIMIT = 253 - '.json'.length;

/** Names of the rules and dashboards that a factory states for a site, which factories of one cluster keep in one namespace. */
export const statedTelemetryNames = (factory: string, site: string) => ({
  alert: (name: string): string => boundedName([factory, 'alert', site, name], LIMIT),
  dashboard: (name: string): string => boundedName([factory, 'dashboard', site, name], LIMIT),
});
