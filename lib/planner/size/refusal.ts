import { must } from '../model/must';
import { refersTo } from '../model/pool-reference';
import type { ResolvedPool, ResolvedSite, ResolvedWorkload } from '../model/resolved';
import type { Refusal } from './replica';

/** The rule of the workload itself that keeps it off a pool; null: none does. */
export function refuse(workload: ResolvedWorkload, site: ResolvedSite, pool: ResolvedPool): Refusal | null {
  const { spec } = workload;
  if (spec.sites !== undefined && !spec.sites.includes(site.name)) {
    return { code: 'site-not-listed', reason: `the workload may run at ${spec.sites.join(', ')} only` };
  }
  if (!refersTo(spec.pools, pool)) {
    return { code: 'pool-not-listed', reason: `the workload may use ${spec.pools?.join(', ')} only` };
  }
  if (spec.residency !== undefined && !spec.residency.includes(site.jurisdiction)) {
    return {
      code: 'residency',
      reason: `its data may be in ${spec.residency.join(', ')}; ${site.name} is in ${site.jurisdiction}`,
    };
  }
  const far = tooFar(workload, site);
  if (far !== null) return far;
  if (spec.shares !== undefined && (spec.shares[site.name] ?? 0) === 0) {
    return { code: 'no-share', reason: 'its shares give this site nothing' };
  }
  return null;
}

/** The users that a site is too far from: any site may answer any of them, so it must be near enough to all. */
function tooFar({ spec }: ResolvedWorkload, site: ResolvedSite): Refusal | null {
  const limit = spec.objectives.networkMs;
  if (limit === undefined || spec.users === undefined) return null;
  const measured = site.spec.latencyMs ?? {};
  const unknown = spec.users.find((users) => measured[users] === undefined);
  if (unknown !== undefined) {
    return {
      code: 'latency-not-stated',
      reason: `users in ${unknown} are promised ${limit} ms of network, and the round trip from there to ${site.name} is not stated; measure it and state ${site.path}.latencyMs.${unknown}`,
    };
  }
  const [users, ms] = spec.users
    .map((each) => [each, must(measured[each], `round trip from ${each}`)] as const)
    .reduce((worst, each) => (each[1] > worst[1] ? each : worst));
  if (ms <= limit) return null;
  return {
    code: 'latency-too-high',
    reason: `the round trip from users in ${users} to ${site.name} takes ${ms} ms, ${limit} are promised; use a nearer site or raise objectives.networkMs`,
  };
}
