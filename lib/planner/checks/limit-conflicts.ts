import type { Finding, LibraryFinding } from '../model/finding';
import type { Placement } from '../placement/problem';

/** Returns a finding for each limit of a conflict that excludes every placement. */
export function limitConflicts(placement: Placement): LibraryFinding[] {
  if (placement.infeasible === null) return [];
  const limits = placement.infeasible.filter(({ isStatedLoad = false }) => !isStatedLoad);
  return limits.map((limit) => ({
    code: 'limits-conflict',
    severity: 'error',
    path: limit.path,
    message: `${limit.words}${
      limits.length > 1
        ? `; conflicts with ${limits
            .filter((each) => each !== limit)
            .map((each) => each.path)
            .join(', ')}`
        : ''
    }`,
  }));
}

/**
 * Returns findings with one for each exceeded limit. Where the nodes of a plan exceed it, that is the cause of the conflict
 * at the same path; money is the exception, as only the conflict knows what the workloads would cost.
 */
export function withoutRepeatedLimits(findings: readonly Finding[], { infeasible: limits }: Placement): Finding[] {
  const alone = (limits ?? []).filter(({ isExceededAlone = false }) => isExceededAlone).map(({ path }) => path);
  const isBill = ({ code, path }: Finding): boolean => code === 'money-over-limit' && !alone.includes(path);
  const isInConflict = ({ path }: Finding): boolean =>
    findings.some((each) => each.path === path && each.code === 'limits-conflict');
  const isExceeded = ({ path }: Finding): boolean =>
    findings.some((each) => each.path === path && each.code.endsWith('-over-limit') && !isBill(each));
  return findings.filter((each) =>
    each.code === 'limits-conflict' ? !isExceeded(each) : !isBill(each) || !isInConflict(each),
  );
}
