import { round } from '../../units/convert';
import type { LibraryCheck } from '../model/check';
import type { LibraryFinding } from '../model/finding';
import type { FactoryPlan } from '../model/plan';
import type { ResolvedFactory, ResolvedWorkload } from '../model/resolved';
import { sorted } from '../model/sorted';

/** Availability from which one lost server may not be an outage: less than nine hours a year. */
const HIGH_AVAILABILITY = 0.999;

/** Wishes of a workload that cannot both be kept; each finding names the two. */
export const objectives: LibraryCheck = {
  id: 'objectives',
  why: 'of two settings that exclude each other, the one that is read last would win silently',
  check(factory, plan) {
    return factory.workloads.flatMap((workload) => [
      ...shares(factory, workload),
      ...context(workload),
      ...promises(workload),
      ...replicas(workload, plan),
      ...users(factory, workload),
    ]);
  },
};

const contradiction = (path: string, message: string): LibraryFinding => ({
  code: 'objectives-contradict',
  severity: 'error',
  path,
  message,
});

function shares(factory: ResolvedFactory, { path, spec }: ResolvedWorkload): LibraryFinding[] {
  if (spec.shares === undefined) return [];
  const entries = sorted(spec.shares).filter(([, share]) => share > 0);
  const total = entries.reduce((sum, [, share]) => sum + share, 0);
  const findings: LibraryFinding[] = [];
  if (Math.abs(total - 1) > 1e-6) {
    findings.push({
      code: 'shares-not-whole',
      severity: 'error',
      path: `${path}.shares`,
      message: `the shares add up to ${round(total * 100, 1)}% of the requests; make them 100%`,
    });
  }
  for (const [name, share] of entries) {
    const given = `shares gives ${name} ${round(share * 100)}%`;
    const site = factory.sites.find((each) => each.name === name);
    if (spec.sites !== undefined && !spec.sites.includes(name)) {
      findings.push(
        contradiction(
          `${path}.shares.${name}`,
          `${given} and ${path}.sites allows ${spec.sites.join(', ')} only; change one of them`,
        ),
      );
    }
    if (site !== undefined && spec.residency !== undefined && !spec.residency.includes(site.jurisdiction)) {
      findings.push(
        contradiction(
          `${path}.shares.${name}`,
          `${given}, which is in ${site.jurisdiction}, and ${path}.residency allows ${spec.residency.join(', ')} only; change one of them`,
        ),
      );
    }
  }
  if (spec.objectives.survives === 'site' && entries.length === 1) {
    findings.push(
      contradiction(
        `${path}.objectives.survives`,
        `it survives the loss of a site and ${path}.shares gives everything to ${entries[0]?.[0]}; give a second site a share or survive less`,
      ),
    );
  }
  return findings;
}

function context({ path, spec, model }: ResolvedWorkload): LibraryFinding[] {
  const { inputTokens, outputTokens } = spec.demand;
  const findings: LibraryFinding[] = [];
  if (spec.contextTokens !== undefined && spec.contextTokens > model.context) {
    findings.push(
      contradiction(
        `${path}.contextTokens`,
        `${spec.contextTokens} tokens of context, and ${path}.model ${model.id} takes ${model.context}; lower it or use another model`,
      ),
    );
  }
  const limit = Math.min(spec.contextTokens ?? model.context, model.context);
  if (inputTokens + outputTokens > limit) {
    findings.push(
      contradiction(
        `${path}.demand`,
        `a mean request has ${inputTokens + outputTokens} tokens, and ${spec.contextTokens === undefined ? `${path}.model ${model.id}` : `${path}.contextTokens`} allows ${limit}; shorten the demand or allow more`,
      ),
    );
  }
  return findings;
}

function promises({ path, spec }: ResolvedWorkload): LibraryFinding[] {
  const { availability, survives } = spec.objectives;
  if (availability < HIGH_AVAILABILITY || survives !== 'none') return [];
  return [
    {
      code: 'availability-without-spare',
      severity: 'warning',
      path: `${path}.objectives.availability`,
      message: `availability ${availability} is promised and ${path}.objectives.survives is none, so one lost server breaks it; survive a pod or a node, or promise less`,
    },
  ];
}

function replicas({ name, path, spec }: ResolvedWorkload, plan: FactoryPlan): LibraryFinding[] {
  const most = spec.maxReplicas;
  if (most === undefined) return [];
  return (plan.workloads.find((each) => each.name === name)?.sites ?? [])
    .filter((each) => each.replicas > most)
    .map((each) =>
      contradiction(
        `${path}.maxReplicas`,
        `${most} replicas at most, and ${path}.demand needs ${each.replicas} at ${each.site}; raise maxReplicas or lower the demand`,
      ),
    );
}

function users({ sites }: ResolvedFactory, { path, spec }: ResolvedWorkload): LibraryFinding[] {
  if (spec.objectives.networkMs !== undefined && spec.users === undefined) {
    return [
      {
        code: 'users-not-stated',
        severity: 'error',
        path: `${path}.users`,
        message: `objectives.networkMs promises ${spec.objectives.networkMs} ms and nothing says from where; state users, by the names that sites state latencyMs for`,
      },
    ];
  }
  const known = [...new Set(sites.flatMap((site) => Object.keys(site.spec.latencyMs ?? {})))].sort();
  return (spec.users ?? []).flatMap((name, index) =>
    known.includes(name)
      ? []
      : [
          {
            code: 'unknown-users',
            severity: 'error' as const,
            path: `${path}.users.${index}`,
            message: `no site states latencyMs for users "${name}"; there are ${known.join(', ') || 'none'}; correct the name or state the round trip at each site`,
          },
        ],
  );
}
