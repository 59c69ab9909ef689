import { extendCatalog } from '../catalog/catalog';
import type { Catalog } from '../catalog/rows';
import type { FactorySpec } from '../spec/factory';
import { type Check, standardChecks } from './checks';
import { planCost } from './cost';
import { compare, type Finding, sortFindings } from './finding';
import { placeWorkloads, weightsOf } from './placement';
import type { Placement } from './placement/problem';
import type { FactoryPlan, NodePoolPlan, ServingPlan, SitePlan, WorkloadPlan } from './plan';
import type { ResolvedFactory, ResolvedSite } from './resolved';
import { peakRequestsPerSecond } from './steps/capacity';
import { checkAddressRanges, planNetwork } from './steps/network';
import { type Choices, choiceKey, planChoices, spareReplicas } from './steps/placement';
import { planPool } from './steps/pools';
import { resolveFactory } from './steps/resolve';
import { planServing } from './steps/serving';
import { engineImage, planSite } from './steps/site';
import { hostnameOf, planTraffic } from './steps/traffic';

/**
 * Decides everything that will be built for a factory, from its specification and the catalogue alone.
 *
 * Pure: no clock, no environment, no network; the same inputs give the same plan. It never throws for a bad factory:
 * what is wrong stands in `findings`, and a plan with a finding of severity `error` must not be built.
 */
export function planFactory(
  spec: FactorySpec,
  catalog: Catalog,
  checks: readonly Check[] = standardChecks,
): FactoryPlan {
  const resolved = resolveFactory(spec, overrideComponents(spec, catalog));
  const { factory } = resolved;
  const choices = planChoices(factory);
  const placement = placeWorkloads(choices.problem);
  const findings: Finding[] = [
    ...resolved.findings,
    ...componentFindings(spec, catalog),
    ...choices.findings,
    ...checkAddressRanges(factory),
    ...infeasible(placement),
  ];
  const sites = factory.sites.map((site) => assembleSite(factory, site, choices, placement, findings));
  const serving = sites.flatMap((site) => site.serving);
  const workloads = factory.workloads.map((workload) => workloadPlan(factory, workload.name, choices, placement));
  const cost = planCost({ factory, sites, workloads });
  findings.push(...cost.findings);
  const draft: FactoryPlan = {
    version: 1,
    name: spec.name,
    owner: spec.owner,
    costCentre: spec.costCentre ?? null,
    terraform: {
      requiredVersion: spec.terraform.requiredVersion,
      backend:
        spec.terraform.backend.type === 's3'
          ? {
              ...spec.terraform.backend,
              keyPrefix: spec.terraform.backend.keyPrefix ?? spec.name,
              kmsKeyId: spec.terraform.backend.kmsKeyId ?? null,
            }
          : spec.terraform.backend,
      providerConstraints: spec.terraform.providers,
    },
    sites,
    workloads,
    traffic: planTraffic(factory, workloads, serving),
    cost: cost.cost,
    findings: [],
  };
  findings.push(...checks.flatMap((check) => check.check(factory, draft)));
  return { ...draft, findings: sortFindings(findings) };
}

/** Whether a plan may be built. */
export const isSound = (plan: Pick<FactoryPlan, 'findings'>): boolean =>
  plan.findings.every((finding) => finding.severity !== 'error');

function overrideComponents(spec: FactorySpec, catalog: Catalog): Catalog {
  const overridden = catalog.components
    .filter((row) => spec.components[row.id] !== undefined)
    .map((row) => {
      const override = spec.components[row.id];
      return {
        ...row,
        version: override?.version ?? row.version,
        repository: override?.repository ?? row.repository,
        // A digest belongs to one version: overriding the version alone drops it.
        digest: override?.digest ?? (override?.version === undefined ? row.digest : null),
        source: 'factory file, components',
      };
    });
  return extendCatalog(catalog, { components: overridden });
}

function componentFindings(spec: FactorySpec, catalog: Catalog): Finding[] {
  const known = catalog.components.map((row) => row.id).sort(compare);
  return Object.keys(spec.components)
    .filter((id) => !known.includes(id))
    .map((id) => ({
      code: 'unknown-component',
      severity: 'error',
      path: `components.${id}`,
      message: `no component "${id}"; there are ${known.join(', ')}`,
    }));
}

function infeasible(placement: Placement): Finding[] {
  if (placement.infeasible === null) return [];
  const limits = placement.infeasible;
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

function assembleSite(
  factory: ResolvedFactory,
  site: ResolvedSite,
  choices: Choices,
  placement: Placement,
  findings: Finding[],
): SitePlan {
  const here = placement.assignments.filter((each) => each.site === site.name);
  const pools = site.pools.map((pool): NodePoolPlan => {
    const needed = placement.nodes.find((each) => each.site === site.name && each.pool === pool.name)?.nodes ?? 0;
    const spansNodes = here.some(
      (each) =>
        each.pool === pool.name &&
        (choices.replicas.get(choiceKey(each.workload, site.name, pool.name))?.shape.nodes ?? 1) > 1,
    );
    return planPool(site, pool, { needed, spansNodes });
  });
  const serving = here.flatMap((assignment): ServingPlan[] => {
    const workload = factory.workloads.find((each) => each.name === assignment.workload);
    const pool = pools.find((each) => each.name === assignment.pool);
    const resolvedPool = site.pools.find((each) => each.name === assignment.pool);
    const replica = choices.replicas.get(choiceKey(assignment.workload, site.name, assignment.pool));
    if (workload === undefined || pool === undefined || resolvedPool === undefined || replica === undefined) return [];
    const vendor = pool.accelerator?.vendor ?? 'nvidia';
    const image = engineImage(factory, workload.spec.engine.name, vendor);
    if (image === undefined) {
      findings.push({
        code: 'no-engine-image',
        severity: 'error',
        path: `${workload.path}.engine.image`,
        message: `no ${workload.spec.engine.name} image row for ${vendor} accelerators; set engine.image, or use a pool with other accelerators`,
      });
      return [];
    }
    // A pool with a stated count is paid for in any case, so nothing is gained by scaling down inside it.
    const spare = spareReplicas(workload, resolvedPool, replica);
    const quiet = Math.ceil((assignment.replicas - spare) / workload.spec.demand.peakFactor) + spare;
    const min = resolvedPool.spec.count === undefined ? Math.min(quiet, assignment.replicas) : assignment.replicas;
    const max = Math.max(assignment.replicas, workload.spec.maxReplicas ?? 0);
    return [
      planServing({
        factory,
        site,
        workload,
        pool,
        replica,
        replicas: { min, max },
        image,
        hostname: hostnameOf(factory, workload.name),
      }),
    ];
  });
  const { network, findings: networkFindings } = planNetwork(site, factory);
  const planned = planSite({ factory, site, network, pools, serving });
  findings.push(...networkFindings, ...planned.findings);
  return planned.site;
}

function workloadPlan(factory: ResolvedFactory, name: string, choices: Choices, placement: Placement): WorkloadPlan {
  const workload = factory.workloads.find((each) => each.name === name);
  if (workload === undefined) throw new Error(`workload ${name} was resolved and is gone: this is a bug`);
  const own = placement.assignments.filter((each) => each.workload === name);
  const weights = weightsOf(own);
  const peak = peakRequestsPerSecond(workload);
  return {
    name,
    tenant: workload.spec.tenant,
    model: workload.model.id,
    hostname: hostnameOf(factory, name),
    peak: { requestsPerSecond: peak, outputTokensPerSecond: peak * workload.spec.demand.outputTokens },
    sites: own.map((each, index) => ({
      site: each.site,
      pool: each.pool,
      weight: weights[index] ?? 0,
      replicas: each.replicas,
      accelerators:
        each.replicas * (choices.replicas.get(choiceKey(name, each.site, each.pool))?.shape.accelerators ?? 0),
    })),
    dataClass: workload.spec.dataClass,
    riskClass: workload.spec.riskClass,
  };
}
