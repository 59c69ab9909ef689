export { SERVER_PORT } from '../../../catalog/engines';

import { boundedName, fingerprint, KUBERNETES_LIMITS } from './bounded';

/**
 * Longest name of a serving. A Deployment's pods have 63 characters: its name, a dash, 10 of its revision, a dash and 5 of the
 * pod. A longer one is cut there, and the expressions that ask for the pods of the serving would miss them.
 */
export const SERVING_LIMIT = 46;

/** Name of what serves a workload, or one revision of it. */
export const servingName = (workload: string, revision: string | undefined): string =>
  boundedName(revision === undefined ? [workload] : [workload, revision], SERVING_LIMIT);

/** Names of the objects of a serving in its namespace. */
export const servingNames = (serving: string) => ({
  /** Deployment or LeaderWorkerSet, disruption budget, scaler, monitor, inference pool and its objective. */
  servers: serving,
  /** Service of the servers. LeaderWorkerSet has a service of its own under the name of the servers. */
  service: `${serving}-http`,
  /** Endpoint picker with its account, role, service and monitor. */
  picker: `${serving}-epp`,
  /** Claim of the weights cache. */
  weightsClaim: `weights-${serving}`,
  /** Job that fills it. A job cannot be changed, so its name follows what it does. */
  weightsJob: (steps: readonly string[]): string => `weights-${serving}-${fingerprint(steps)}`,
  /** Groups of a server over several nodes, which LeaderWorkerSet makes. */
  group: (index: number): string => `${serving}-${index}`,
});

/** Names of the routes of a workload in its namespace. */
export const routeNames = (workload: string) => ({
  /** Route inside a site. */
  route: workload,
  /** Route that splits requests over the sites. */
  split: boundedName([workload, 'split'], KUBERNETES_LIMITS.label),
  /** Entry of another site, as the split sees it. */
  backend: (site: string): string => boundedName([workload, site], KUBERNETES_LIMITS.label),
});

/** Names of the records that a migration leaves in the clusters of both its ends. */
export const moveNames = (move: string) => ({
  phase: boundedName(['move', move], KUBERNETES_LIMITS.label),
  traffic: boundedName(['move', move, 'traffic'], KUBERNETES_LIMITS.label),
});

/** Host names of a workload below the domain of the factory. */
export const hostNames = (workload: string, domain: string) => ({
  common: `${workload}.${domain}`,
  /** Host name at one site alone, under the same certificate. */
  at: (site: string): string => `${boundedName([workload, 'at', site], KUBERNETES_LIMITS.label)}.${domain}`,
});

/** Service accounts of a tenant's namespace. */
export const serviceAccounts = { serving: 'serving', weights: 'weights' } as const;
