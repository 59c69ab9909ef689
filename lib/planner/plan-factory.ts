import { extendCatalog } from '../catalog/catalog';
import { danglingReferences } from '../catalog/dangling';
import type { Catalog } from '../catalog/rows';
import type { FactorySpec } from '../spec/factory';
import { type Check, standardChecks } from './checks';
import type { CloudRules } from './cloud';
import { planCost } from './cost';
import { servingKey, targetKey } from './explain/serving-key';
import { type Depth, Trace } from './explain/trace';
import { compare, type Finding, type LibraryFinding, sortFindings } from './finding';
import { limitConflicts, withoutRepeatedLimits } from './limit-findings';
import { type Leg, legsOf } from './migration/legs';
import { misfits } from './migration/misfits';
import { stopFindings } from './migration/stop-findings';
import { placeWorkloads, trafficPercents } from './placement';
import type { Placement } from './placement/problem';
import type { FactoryPlan, ServingPlan, SitePlan, WorkloadPlan } from './plan';
import type { ResolvedFactory, ResolvedSite, ResolvedWorkload } from './resolved';
import { acceleratorOf } from './steps/accelerator-of';
import { checkAddressRanges } from './steps/address-ranges';
import { peakRequestsPerSecond } from './steps/capacity';
import { explainPlacement } from './steps/explain-placement';
import { explainServing, nodesOfReplica } from './steps/explain-serving';
import { hostnameOf } from './steps/hostname';
import { planMoves, planRoutes } from './steps/moves';
import { type Choices, choiceKey, planChoices } from './steps/placement';
import { planPlacement } from './steps/placement-plan';
import { planPool } from './steps/pools';
import { replicaRange } from './steps/replica-range';
import { resolveFactory } from './steps/resolve';
import { planServing } from './steps/serving';
import { engineImage, planSite } from './steps/site';
import { planTerraform } from './steps/terraform';
import { planTraffic } from './steps/traffic';

/**
 * Decides everything that will be built for a factory, from its specification and the catalogue alone.
 *
 * Pure: no clock, no environment, no network; the same inputs give the same plan. It never throws for a bad factory:
 * what is wrong stands in `findings`, and a plan with a finding of severity `error` must not be built.
 */
export function planFactory(spec: FactorySpec, catalog: Catalog, options: PlannerOptions): FactoryPlan {
  const placed = placeFactory(spec, catalog, options);
  const checks = allChecks(options.clouds, options.checks);
  const plan = planPlaced(placed, { checks });
  const findings = [...plan.findings, ...otherStopFindings(placed, plan, checks)];
  return { ...plan, findings: sortFindings(findings) };
}

/**
 * The plan of a factory with the arithmetic of every number, for whoever asks after one of them; a plan that is read has
 * that of its sums only, or it would be half as large again. What other stops of migrations break is not among its findings.
 */
export const explainFactory = (spec: FactorySpec, catalog: Catalog, options: PlannerOptions): FactoryPlan =>
  planPlaced(placeFactory(spec, catalog, options), { depth: 'everything' });

/** What a factory is planned with beside its specification and the catalogue. */
export interface PlannerOptions {
  /** Rules of the clouds that sites may be of. */
  readonly clouds: readonly CloudRules[];
  /** Rules over every factory; those of the clouds run after them. @default standardChecks */
  readonly checks?: readonly Check[];
}

/** A factory with everything decided that is the same at every stop of its migrations: sizes and places. */
export interface PlacedFactory {
  readonly factory: ResolvedFactory;
  readonly choices: Choices;
  readonly placement: Placement;
  readonly findings: readonly Finding[];
}

/** Sizes and places the workloads of a factory. */
export function placeFactory(
  spec: FactorySpec,
  catalog: Catalog,
  { clouds }: Pick<PlannerOptions, 'clouds'>,
): PlacedFactory {
  const whole = overrideComponents(spec, withRowsOf(clouds, catalog));
  const resolved = resolveFactory(spec, whole, clouds);
  const { factory } = resolved;
  const choices = planChoices(factory);
  const placement = placeWorkloads(choices.problem);
  return {
    factory,
    choices,
    placement,
    findings: [
      ...resolved.findings,
      ...componentFindings(spec, catalog),
      ...rowFindings(spec, whole),
      ...choices.findings,
      ...checkAddressRanges(factory),
      ...limitConflicts(placement),
      ...misfits(factory, choices.problem, placement),
    ],
  };
}

/** Rules over every factory, then those of each cloud. */
export const allChecks = (
  clouds: readonly CloudRules[],
  checks: readonly Check[] = standardChecks,
): readonly Check[] => [...checks, ...clouds.flatMap((cloud) => cloud.checks ?? [])];

/** How a placed factory is planned. */
export interface PlanOptions {
  /** Every rule to check, those of the clouds too. @default - standardChecks and those of the clouds */
  readonly checks?: readonly Check[];
  /** Whether migrations that are retired have left the file too, and with them the nodes that they shared. @default false */
  readonly isOver?: boolean;
  /** How much the plan explains of itself. @default 'sums' */
  readonly depth?: Depth;
}

/** The plan of a placed factory where its migrations stand; what other stops break is not among its findings. */
export function planPlaced(
  placed: PlacedFactory,
  { checks = allChecks(placed.factory.clouds), isOver = false, depth = 'sums' }: PlanOptions = {},
): FactoryPlan {
  const { factory, choices, placement } = placed;
  const { spec } = factory;
  const findings: Finding[] = [...placed.findings];
  const legs = legsOf(factory);
  const workloads = factory.workloads.map((workload) => workloadPlan(factory, workload, legs, choices, placement));
  const traces = new Map(factory.sites.map(({ name, path }) => [name, new Trace(path, depth)]));
  const traffic = new Trace('traffic', depth);
  const sites = factory.sites.map((site) => {
    const trace = traces.get(site.name) ?? new Trace(site.path, depth);
    return assembleSite({ factory, site, legs, choices, placement, workloads, isOver, trace }, findings);
  });
  const cost = planCost({ factory, sites, workloads, depth });
  findings.push(...cost.findings);
  const draft: FactoryPlan = {
    version: 1,
    name: spec.name,
    owner: spec.owner,
    costCentre: spec.costCentre ?? null,
    terraform: planTerraform(spec.terraform, spec.name),
    sites,
    workloads,
    traffic: planTraffic(factory, workloads, sites, traffic),
    cost: cost.cost,
    placement: {
      ...planPlacement(factory, legs, placement),
      explanations:
        depth === 'nothing'
          ? {}
          : Object.assign(
              explainServing({ factory, legs, choices, placement, workloads, sites, depth }),
              depth === 'everything' ? explainPlacement(factory, choices.problem, placement, cost.cost) : {},
              ...[...traces.values(), traffic].map((trace) => trace.read()),
            ),
    },
    findings: [],
  };
  findings.push(...checks.flatMap((check) => check.check(factory, draft)));
  return { ...draft, findings: sortFindings(withoutRepeatedLimits(findings, placement)) };
}

/** What stops other than the present one break. The places are the same at each, so none is asked for again. */
const otherStopFindings = (placed: PlacedFactory, plan: FactoryPlan, checks: readonly Check[]): Finding[] =>
  stopFindings(placed.factory.spec, plan.findings, (spec) =>
    planPlaced({ ...placed, factory: { ...placed.factory, spec } }, { checks, depth: 'nothing' }),
  );

/** Whether a plan may be built. */
export const isSound = (plan: Pick<FactoryPlan, 'findings'>): boolean =>
  plan.findings.every((finding) => finding.severity !== 'error');

/** Returns the catalogue with the rows that clouds bring; a row of the catalogue itself stays. */
const withRowsOf = (clouds: readonly CloudRules[], catalog: Catalog): Catalog =>
  clouds.reduce(
    (whole, { rows }) => (rows === undefined ? whole : extendCatalog(extendCatalog(whole, rows), whole)),
    catalog,
  );

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

function componentFindings(spec: FactorySpec, catalog: Catalog): LibraryFinding[] {
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

const unknownCodes = {
  accelerators: 'unknown-accelerator',
  machines: 'unknown-machine',
  regions: 'unknown-region',
  components: 'unknown-component',
  engines: 'unknown-engine',
} as const;

/** Rows of the factory file name rows that exist: a price of a misspelt machine would be ignored. */
const rowFindings = ({ catalog: rows = {} }: FactorySpec, catalog: Catalog): LibraryFinding[] =>
  danglingReferences(rows, extendCatalog(catalog, rows)).map(({ table, index, key, missing, name }) => ({
    code: unknownCodes[missing],
    severity: 'error',
    path: `catalog.${table}.${index}.${key}`,
    message: `no row for "${name}" in ${missing}; correct the name or add the row under catalog.${missing}`,
  }));

interface Assembly {
  readonly factory: ResolvedFactory;
  readonly site: ResolvedSite;
  readonly legs: readonly Leg[];
  readonly choices: Choices;
  readonly placement: Placement;
  readonly workloads: readonly WorkloadPlan[];
  readonly isOver: boolean;
  readonly trace: Trace;
}

function assembleSite(assembly: Assembly, findings: Finding[]): SitePlan {
  const { factory, site, legs, choices, placement, workloads, trace } = assembly;
  const placed = placement.assignments.flatMap((assignment) => {
    const leg = legs.find((each) => each.id === assignment.workload);
    return assignment.site !== site.name || leg === undefined ? [] : [{ assignment, leg }];
  });
  const here = placed.filter(({ leg }) => leg.capacity !== 'none');
  const sharesNodes = (pool: string): boolean => here.some(({ assignment }) => assignment.pool === pool);
  const onNodes = placed.filter(
    ({ leg, assignment }) =>
      leg.capacity !== 'none' || (leg.isReleased && !assembly.isOver && sharesNodes(assignment.pool)),
  );
  const planned = site.pools.map((pool) => {
    const own = onNodes.flatMap(({ assignment, leg }) => {
      const replica = choices.replicas.get(choiceKey(leg.id, site.name, pool.name));
      return assignment.pool !== pool.name || replica === undefined ? [] : [{ assignment, replica }];
    });
    // The placement holds both ends of every move; nodes are only for what is there in this phase.
    const load = own.reduce(
      (sum, { assignment, replica }) => sum + assignment.replicas * nodesOfReplica(replica, pool),
      0,
    );
    const nodes = {
      needed: Math.ceil(load - 1e-9),
      spansNodes: own.some(({ replica }) => replica.shape.nodes > 1),
    };
    return planPool(factory, site, pool, nodes, findings);
  });
  const pools = planned.map(({ pool }) => pool);
  const servings = here.map(({ assignment, leg }) => ({ name: leg.serving, pool: assignment.pool }));
  const serving = here.flatMap(({ assignment, leg }): ServingPlan[] => {
    const { workload } = leg;
    const pool = pools.find((each) => each.name === assignment.pool);
    const resolvedPool = site.pools.find((each) => each.name === assignment.pool);
    const replica = choices.replicas.get(choiceKey(leg.id, site.name, assignment.pool));
    if (pool === undefined || resolvedPool === undefined || replica === undefined) return [];
    const { vendor } = acceleratorOf(pool);
    const engine = workload.spec.engine.name;
    const loader = engineImage(factory, engine, vendor, null);
    const image = engineImage(factory, engine, vendor, replica.shape.nodes > 1 ? pool.fabric : null);
    if (image === undefined || loader === undefined) {
      findings.push(noEngineImage(workload, vendor));
      return [];
    }
    const key = servingKey(servings, { name: leg.serving, pool: assignment.pool });
    const targets = workloads.find((each) => each.name === workload.name)?.sites ?? [];
    const target = targetKey(targets, { site: site.name, pool: assignment.pool, serving: leg.serving });
    const sized = { leg, pool: resolvedPool, replica, peak: assignment.replicas };
    return [
      planServing({
        factory,
        site,
        workload,
        pool,
        replica,
        replicas: replicaRange(sized, { serving: key, target }, trace),
        image,
        loader,
        hostname: hostnameOf(factory, workload.name),
        leg,
        key,
        trace,
      }),
    ];
  });
  const routes = planRoutes(factory, site, workloads, serving, trace);
  const busyNodes = Object.fromEntries(
    pools.map((pool) => [
      pool.name,
      workloads
        .flatMap((workload) => workload.sites)
        .filter((each) => each.site === site.name && each.pool === pool.name && each.capacity === 'ready')
        .reduce((sum, each) => sum + each.nodes, 0),
    ]),
  );
  const moves = planMoves(factory, site, serving, trace);
  const software = Object.fromEntries(
    planned.flatMap((each) => (each.software === null ? [] : [[each.pool.name, each.software]])),
  );
  const assembled = planSite({ factory, site, pools, software, busyNodes, serving, routes, moves, trace });
  findings.push(...assembled.findings);
  return assembled.site;
}

const noEngineImage = ({ path, spec }: ResolvedWorkload, vendor: string): LibraryFinding => ({
  code: 'no-engine-image',
  severity: 'error',
  path: `${path}.engine.image`,
  message: `no ${spec.engine.name} image row for ${vendor} accelerators; add one under catalog.engineImages, or use a pool with other accelerators`,
});

function workloadPlan(
  factory: ResolvedFactory,
  workload: ResolvedWorkload,
  legs: readonly Leg[],
  choices: Choices,
  placement: Placement,
): WorkloadPlan {
  const { name } = workload;
  const own = placement.assignments.flatMap((assignment) => {
    const leg = legs.find((each) => each.id === assignment.workload && each.workload.name === name);
    return leg === undefined || leg.capacity === 'none' ? [] : [{ assignment, leg }];
  });
  const weights = trafficPercents(
    own.map(({ assignment, leg }) => ({
      ...assignment,
      requestsPerSecond: assignment.requestsPerSecond * leg.traffic,
    })),
  );
  const peak = peakRequestsPerSecond(workload);
  return {
    name,
    tenant: workload.spec.tenant,
    model: workload.model.id,
    hostname: hostnameOf(factory, name),
    peak: { requestsPerSecond: peak, outputTokensPerSecond: peak * workload.spec.demand.outputTokens },
    sites: own.map(({ assignment, leg }, index) => {
      const replica = choices.replicas.get(choiceKey(leg.id, assignment.site, assignment.pool));
      const pool = factory.sites
        .find((site) => site.name === assignment.site)
        ?.pools.find((each) => each.name === assignment.pool);
      return {
        site: assignment.site,
        pool: assignment.pool,
        weight: weights[index] ?? 0,
        replicas: assignment.replicas,
        accelerators: assignment.replicas * (replica?.shape.accelerators ?? 0),
        nodes: replica === undefined || pool === undefined ? 0 : assignment.replicas * nodesOfReplica(replica, pool),
        serving: leg.serving,
        capacity: leg.capacity === 'held' ? ('held' as const) : ('ready' as const),
        requestsPerSecond: assignment.replicas * (replica?.requestsPerSecond ?? 0),
      };
    }),
    dataClass: workload.spec.dataClass,
    riskClass: workload.spec.riskClass,
  };
}
