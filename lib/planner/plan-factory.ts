import type { Catalog } from '../catalog/rows';
import type { FactorySpec } from '../spec/factory';
import { accountFor } from './account/accounts';
import { measuresOf } from './account/measures';
import { type Choices, planChoices } from './assemble/choices';
import { joinPlacement } from './assemble/placed-legs';
import { type PlacedNumbers, placementNumbers } from './assemble/placement-numbers';
import { planPlacement } from './assemble/placement-summary';
import { assembleSites } from './assemble/site-parts';
import { planWorkloads } from './assemble/workload';
import { standardChecks } from './checks';
import { checkAddressRanges } from './checks/address-ranges';
import { limitConflicts, withoutRepeatedLimits } from './checks/limit-conflicts';
import { misfits } from './checks/misfits';
import { stopFindings } from './checks/other-stops';
import { type Check, runCheck } from './model/check';
import type { CloudRules } from './model/cloud';
import { type Finding, sortFindings } from './model/finding';
import type { FactoryPlan } from './model/plan';
import { type Depth, Explainer } from './model/quantity';
import type { ResolvedFactory } from './model/resolved';
import { placeWorkloads, type Solver } from './placement';
import type { Placement } from './placement/problem';
import { resolveFactory } from './resolve/resolve-factory';
import { planTerraform } from './resolve/terraform';
import { planSites } from './site/site';
import { planTraffic } from './site/traffic';

/**
 * Decides everything that will be built for a factory, from its specification and the catalogue alone.
 *
 * Pure: no clock, no environment, no network; the same inputs give the same plan. It never throws for a bad factory:
 * problems are returned in `findings`, and a plan with a finding of severity `error` must not be built.
 */
export const planFactory = (spec: FactorySpec, catalog: Catalog, options: PlannerOptions): FactoryPlan =>
  planWithStops(placeFactory(spec, catalog, options), allChecks(options.clouds, options.checks));

/** Plans a placed factory; what the other stops of its migrations break is among the findings. */
export function planWithStops(placed: PlacedFactory, checks: readonly Check[]): FactoryPlan {
  const plan = planPlaced(placed, { checks });
  return { ...plan, findings: sortFindings([...plan.findings, ...otherStopFindings(placed, plan, checks)]) };
}

/**
 * Plans a factory with the arithmetic of every number. Other plans explain their sums only, which keeps them a third smaller.
 * The findings leave out what other stops of migrations break.
 */
export const explainFactory = (spec: FactorySpec, catalog: Catalog, options: PlannerOptions): FactoryPlan =>
  planPlaced(placeFactory(spec, catalog, options), { depth: 'everything' });

/** What a factory is planned with beside its specification and the catalogue. */
export interface PlannerOptions {
  /** Rules of the clouds that sites may be of. */
  readonly clouds: readonly CloudRules[];
  /** Solver of the placement, such as `highsSolver`; it is not loaded for a factory with nothing to choose. */
  readonly solver: Solver;
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
  { clouds, solver }: Pick<PlannerOptions, 'clouds' | 'solver'>,
): PlacedFactory {
  const resolved = resolveFactory(spec, catalog, clouds);
  const factory = resolved.value;
  const choices = planChoices(factory, measuresOf(factory));
  const { problem } = choices.value;
  const placement = placeWorkloads(problem, { solver });
  return {
    factory,
    choices: choices.value,
    placement,
    findings: [
      ...resolved.findings,
      ...choices.findings,
      ...checkAddressRanges(factory),
      ...limitConflicts(placement),
      ...misfits({ factory, problem, placement, solver }),
    ],
  };
}

/** Returns a placed factory as its file states it at another stop of a migration: sizes and places are the same. */
export const placedAs = (placed: PlacedFactory, spec: FactorySpec): PlacedFactory => ({
  ...placed,
  factory: { ...placed.factory, spec },
});

/** Returns a factory in which nothing is placed: its pools have their stated nodes only. */
export const placeNothing = (factory: ResolvedFactory): PlacedFactory => ({
  factory,
  choices: {
    replicas: new Map(),
    problem: { workloads: [], pools: [], sites: [], limits: [], ...factory.spec.placement },
  },
  placement: {
    assignments: [],
    nodes: [],
    objective: 0,
    quality: { method: 'exact', gap: 0 },
    rejected: [],
    binding: [],
    infeasible: null,
  },
  findings: [],
});

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

/** Plans a placed factory at the present stop of its migrations. Problems of other stops are not among its findings. */
export function planPlaced(
  { factory, choices, placement, findings }: PlacedFactory,
  { checks = allChecks(factory.clouds), isOver = false, depth = 'sums' }: PlanOptions = {},
): FactoryPlan {
  const { spec } = factory;
  const explainer = new Explainer(depth);
  const placed = joinPlacement(factory, choices, placement);
  const workloads = planWorkloads(factory, placed, explainer);
  const parts = assembleSites(factory, placed, { isOver, explainer });
  const planned = planSites(factory, parts.value, workloads, explainer);
  const accounts = accountFor(factory, planned.value, workloads, depth);
  const { sites, cost } = accounts.value;
  const traffic = explainer.read<FactoryPlan['traffic']>(
    planTraffic(factory, workloads, parts.value),
    'traffic',
    'everything',
  );
  const numbers = explainer.read<PlacedNumbers>(
    placementNumbers(choices.problem, placement, cost),
    'placement',
    'everything',
  );
  const draft: FactoryPlan = {
    version: 1,
    name: spec.name,
    owner: spec.owner,
    costCentre: spec.costCentre ?? null,
    terraform: planTerraform(spec.terraform, spec.name),
    sites,
    workloads,
    traffic,
    cost,
    placement: { ...planPlacement(factory, placement, numbers), explanations: explainer.explanations },
    findings: [],
  };
  const found = [
    ...findings,
    ...parts.findings,
    ...planned.findings,
    ...accounts.findings,
    ...checks.flatMap((check) => runCheck(check, factory, draft)),
  ];
  return { ...draft, findings: sortFindings(withoutRepeatedLimits(found, placement)) };
}

/** What stops other than the present one break. The places are the same at each stop, so nothing is placed again. */
const otherStopFindings = (placed: PlacedFactory, plan: FactoryPlan, checks: readonly Check[]): Finding[] =>
  stopFindings(placed.factory.spec, plan.findings, (spec) =>
    planPlaced(placedAs(placed, spec), { checks, depth: 'nothing' }),
  );

/** Whether a plan may be built. */
export const isSound = (plan: Pick<FactoryPlan, 'findings'>): boolean =>
  plan.findings.every((finding) => finding.severity !== 'error');
