import { ruleGroupName, telemetryNames } from '../../../planner/model/names';
import type { MovePlan, ServingPlan, TelemetryPlan } from '../../../planner/model/plan';
import { seconds } from '../../../units/convert';
import { servingLabels } from '../identity';
import { errorShare, failedRequests, lateFirstTokenShare, readyPods, ttftBucket } from '../signals';
import { type Alert, alertRule, number, type RuleGroup } from './rule';
import { BURN, HIGHEST_SHARE, LATE_BUDGET } from './serving';

/** Window in which a share of a move is judged: shorter than any step is watched for. */
const WINDOW = '5m';
/** Fewer failed requests in the window than this are no reason to go back: at a small share one is already a percent. */
const LEAST_FAILED = 3;

type Watched = NonNullable<MovePlan['watch']>['servings'][number];

/**
 * Rules about a migration at one of its ends, while its target takes requests: errors and late first tokens against the
 * workload's own objectives, and servers that are missing. Each says how requests go back.
 *
 * They are faster than those of the serving itself, which wait for an hour of a month's budget: what a step of a move breaks
 * is undone by a step back, and that is cheap.
 */
export function moveRules(
  move: MovePlan,
  serving: readonly ServingPlan[],
  telemetry: TelemetryPlan,
): readonly RuleGroup[] {
  const { watch } = move;
  if (watch === null) return [];
  return watch.servings.flatMap((watched) => {
    const own = serving.find((each) => each.name === watched.name);
    if (own === undefined) return [];
    const labels = { ...servingLabels(own), migration: move.name, end: watched.end };
    return [
      {
        name: ruleGroupName(telemetryNames(own.factory).move(move.name), own.name),
        interval: '30s',
        rules: moveAlerts(move, own, watched).map((alert) =>
          alertRule({ ...alert, rollback: rollbackOf(move, watched) }, labels, telemetry.runbookUrl),
        ),
      },
    ];
  });
}

const rollbackOf = ({ watch, share }: MovePlan, { end }: Watched): string =>
  end === 'to'
    ? (watch?.wayBack.words ?? '')
    : share === 100
      ? 'the target takes every request: stay there and repair the source, or the migration cannot be rolled back'
      : `a step back sends this end more requests; if it fails for too many of them, take a step forward instead`;

function moveAlerts(move: MovePlan, serving: ServingPlan, watched: Watched): readonly Alert[] {
  const isTarget = watched.end === 'to';
  const severity = isTarget ? ('critical' as const) : ('warning' as const);
  const stop = move.stops[move.ordinal] ?? move.phase;
  const name = `${serving.workload} at ${serving.site}, the ${isTarget ? 'target' : 'source'} of ${move.name} at ${stop},`;
  const { availability, ttftMs } = serving.objectives;
  const failing = Math.min(BURN.fast * Math.max(1 - availability, 0.0001), HIGHEST_SHARE);
  const late = Math.min(BURN.fast * LATE_BUDGET, HIGHEST_SHARE);
  const pods = watched.readyReplicas * serving.nodesPerReplica;
  return [
    {
      name: 'MoveErrorsHigh',
      severity,
      for: '2m',
      expr: `(${errorShare(serving, WINDOW)}) > ${number(failing)} and ${failedRequests(serving, WINDOW)} > ${LEAST_FAILED}`,
      summary: `${name} fails requests`,
      description: `{{ $value | humanizePercentage }} of requests failed in five minutes; the objective is an availability of ${availability}, and ${number(failing * 100)} % is where its budget of a month burns in two days`,
    },
    ...(ttftMs === null
      ? []
      : [
          {
            name: 'MoveFirstTokenLate',
            severity,
            for: '2m',
            expr: `(${lateFirstTokenShare(serving, seconds(ttftMs), WINDOW)}) > ${number(late)}`,
            summary: `${name} answers too late`,
            description: `{{ $value | humanizePercentage }} of first tokens came in five minutes later than ${ttftBucket(seconds(ttftMs))} s, by which the objective of ${ttftMs} ms is judged`,
          },
        ]),
    ...(pods === 0
      ? []
      : [
          {
            name: 'MoveServersMissing',
            severity,
            for: '2m',
            expr: `(${readyPods(serving)} or vector(0)) < ${pods}`,
            summary: `${name} has too few ready servers`,
            description: `{{ $value }} of ${pods} pods are ready that ${isTarget || move.share < 100 ? 'its share of the requests needs' : 'a return needs'}`,
          },
        ]),
  ];
}
