import type { MigrationSpec } from '../../../spec/traffic';
import { deployCommand } from '../../model/names';
import { atStop } from '../../moves/at-stop';
import { stopName, stopOf } from '../../moves/stops';
import { allChecks, placedAs, placeFactory, planFactory, planPlaced } from '../../plan-factory';
import { changedStacks } from './changed-stacks';
import { chooseMigration } from './choose-migration';
import { neighbourStop } from './neighbour-stop';
import type { Answer, AskedFactory, Question } from './question';
import { refusal } from './refusal';

/**
 * Plans the step of a migration to the next or the previous stop. The step is refused if the factory has errors there; the
 * factory may have errors at its present stop.
 */
export function migrationStep(
  factory: AskedFactory,
  { direction, name }: Extract<Question, { readonly kind: 'step' }>,
): Answer {
  const { spec, catalog, clouds, checks, solver, locate } = factory;
  const chosen = chooseMigration(spec, name);
  if ('problem' in chosen) return refusal(chosen.problem);
  const { migration } = chosen;
  const target = neighbourStop(migration, direction);
  if (target === undefined) return refusal(endOf(direction, chosen.name, migration));
  const wanted = atStop(spec, chosen.name, target);
  // A step back needs its own stop to be sound; a later one that has become impossible is no reason to stay.
  const options = { clouds, checks, solver };
  const plan =
    direction === 'next'
      ? planFactory(wanted, catalog, options)
      : planPlaced(placeFactory(wanted, catalog, options), { checks: allChecks(clouds, checks) });
  const errors = plan.findings.map(locate).filter((finding) => finding.severity === 'error');
  const to = stopName(migration, target);
  if (errors.length > 0) return { refused: errors, because: `${to} would break these, and nothing was written` };
  const from = stopName(migration, stopOf(migration));
  const present = planPlaced(placedAs(placeFactory(wanted, catalog, options), spec), { checks: [], depth: 'nothing' });
  const stacks = changedStacks(present, plan);
  return {
    text: `${chosen.name}: ${from} -> ${to}. Apply it with: ${deployCommand(stacks)}\n`,
    json: { migration: chosen.name, from, to, stacks },
    isSound: true,
    step: { migration: chosen.name, from: stopOf(migration), to: target },
  };
}

function endOf(direction: 'next' | 'back', name: string, { phase, to, workloads }: MigrationSpec): string {
  if (direction === 'next') {
    const pin = [`sites: [${to.site}]`, ...(to.pool === undefined ? [] : [`pools: [${to.site}/${to.pool}]`])];
    const change = [
      ...(to.model === undefined ? [] : [`model: ${to.model}`]),
      ...(to.precision === undefined ? [] : [`precision: ${to.precision}`]),
      ...(to.revision === undefined ? [] : [`revision: ${to.revision}`]),
    ];
    return `${name} is done; set ${[...pin, ...change].join(', ')} on ${workloads.join(', ')} and remove the migration`;
  }
  return phase === 'retire'
    ? `${name} is retired and its source released; to return, add a migration in the other direction`
    : `${name} has not begun`;
}
