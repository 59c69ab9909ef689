import { boundedName, fingerprint, KUBERNETES_LIMITS } from './bounded';
import { withoutFactory } from './namespaces';

/** Room for the ending of a dashboard's file. */
const LIMIT = KUBERNETES_LIMITS.object - '.json'.length;

/** Names of rules and dashboards, which factories of one cluster keep in one namespace. */
export const telemetryNames = (factory: string) => ({
  site: (site: string): string => boundedName([factory, 'site', site], LIMIT),
  serving: (namespace: string, serving: string): string =>
    boundedName([factory, 'serving', withoutFactory(factory, namespace), serving], LIMIT),
  move: (move: string): string => boundedName([factory, 'move', move], LIMIT),
  /** Rules of an alert that a site states. */
  alert: (site: string, alert: string): string => boundedName([factory, 'alert', site, alert], LIMIT),
  /** Dashboard that a site states. */
  dashboard: (site: string, dashboard: string): string => boundedName([factory, 'dashboard', site, dashboard], LIMIT),
});

/** Name of a group of rules inside its object. */
export const ruleGroupName = (object: string, group: string): string => `${object}-${group}`;

/** File of a dashboard: Grafana keeps those of all namespaces in one folder. */
export const dashboardFile = (name: string): string => `${name}.json`;

/** Address of a dashboard in Grafana, at most 40 characters; it stays the same over every apply. */
export const dashboardUid = (parts: readonly string[]): string => `aif-${fingerprint(parts, 16)}`;
