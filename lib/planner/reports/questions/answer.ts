import type { LibraryFinding } from '../../model/finding';
import { explainFactory, isSound } from '../../plan-factory';
import { explainPath } from '../explain-path';
import { planLostSite } from '../lost-site/lost-site';
import { formatLostSite, formatMigration } from '../migration/format-migration';
import { planMigration } from '../migration/migration';
import { chooseMigration } from './choose-migration';
import { migrationStatus } from './migration-status';
import { migrationStep } from './migration-step';
import type { Answer, AskedFactory, Question } from './question';
import { refusal } from './refusal';

/** Answers a question about a planned factory. */
export function answerQuestion(factory: AskedFactory, question: Question): Answer {
  switch (question.kind) {
    case 'explain':
      return explain(factory, question.path);
    case 'status':
      return migrationStatus(factory.spec);
    case 'migration':
      return unsound(factory) ?? migration(factory, question.name);
    case 'lost':
      return unsound(factory) ?? lost(factory, question.site);
    case 'step':
      return migrationStep(factory, question);
  }
}

/** Refuses a factory with errors: what follows from its plan would be wrong too. */
function unsound({ plan }: AskedFactory): Answer | undefined {
  return isSound(plan) ? undefined : { refused: plan.findings };
}

function explain(factory: AskedFactory, path: string): Answer {
  const { spec, catalog, plan, clouds, checks, isStated } = factory;
  const whole = { ...explainFactory(spec, catalog, { clouds, checks }), findings: plan.findings };
  const explained = explainPath(whole, path, isStated, clouds);
  if ('below' in explained) {
    const message = `"${path}" is not one number; explained below it:${explained.below.map((each) => `\n  ${each}`).join('')}`;
    return { refused: [{ code: 'no-explanation', severity: 'error', path, message }] };
  }
  if ('near' in explained) {
    const near = explained.near.length === 0 ? '' : `; near it are ${explained.near.join(', ')}`;
    const message = `no explained number at "${path}"${near}; \`plan --json\` shows every number in its place`;
    return { refused: [{ code: 'no-explanation', severity: 'error', path, message } satisfies LibraryFinding] };
  }
  return { ...explained, isSound: isSound(plan) };
}

function migration(factory: AskedFactory, name: string | undefined): Answer {
  const { spec, catalog, clouds, checks, locate } = factory;
  const chosen = chooseMigration(spec, name);
  if ('problem' in chosen) return refusal(chosen.problem);
  const plan = planMigration(spec, catalog, chosen.name, { clouds, checks });
  const placed = { ...plan, findings: plan.findings.map(locate) };
  return { text: formatMigration(placed), json: placed, isSound: isSound(placed) };
}

function lost({ spec, catalog, clouds, checks }: AskedFactory, site: string): Answer {
  if (spec.sites[site] === undefined) {
    return refusal(`no site "${site}"; the factory has ${Object.keys(spec.sites).sort().join(', ')}`);
  }
  const plan = planLostSite(spec, catalog, site, { clouds, checks });
  return { text: formatLostSite(plan), json: plan, isSound: isSound(plan) };
}
