import type { MigrationSpec } from '../../../spec/traffic';
import { gigabytesPerSecond, MINUTES_PER_HOUR, minutes, round } from '../../../units/convert';
import { coldRead } from '../../assemble/serving-numbers';
import type { ServingPlan } from '../../model/plan';
import type { MigrationStop } from '../../moves/stops';

/** Parts of the time that a stop takes. */
export interface MoveTime {
  readonly minutes: number;
  readonly waits: readonly string[];
}

/** How long a stop takes until the next may follow. */
export function moveTime(input: {
  readonly migration: MigrationSpec;
  readonly stop: MigrationStop;
  /** What serves at the target. */
  readonly target: readonly ServingPlan[];
  /** What serves at the source. */
  readonly source: readonly ServingPlan[];
  /** Minutes until nodes that are launched for the move run pods; 0 where they are there. */
  readonly launchMinutes: number;
  /** Minutes in which a node that has no image of the engine yet pulls and unpacks it. */
  readonly imageMinutes: number;
  /** Minutes from loaded weights to the first answer: compiling kernels and capturing graphs. */
  readonly engineStartMinutes: number;
  readonly ttlSeconds: number;
}): MoveTime {
  const { migration, stop, target, source, launchMinutes, imageMinutes, engineStartMinutes, ttlSeconds } = input;
  const weightsGb = target.reduce((sum, serving) => sum + serving.model.weightsGb, 0);
  const grace = Math.max(0, ...source.map((serving) => serving.graceSeconds));
  const ttl = wait(`time to live of ${ttlSeconds} s`, minutes(ttlSeconds));
  const drain = wait(`grace of ${grace} s for the longest generation`, minutes(grace));
  switch (stop.phase) {
    case 'planned':
      return sum([]);
    case 'prepare': {
      const rate = gigabytesPerSecond(migration.linkGbps);
      return sum([
        ...(launchMinutes > 0 ? [wait('launch of nodes', launchMinutes)] : []),
        wait('image of the job that copies the weights', imageMinutes),
        wait(`${round(weightsGb)} GB of weights at ${migration.linkGbps} Gbit/s`, minutes(weightsGb / rate)),
      ]);
    }
    case 'warm': {
      const largest = Math.max(0, ...target.map((serving) => serving.model.weightsGb));
      return sum([
        wait('image of the engine on every node', imageMinutes),
        wait(`load of ${largest} GB at ${coldRead.value} GB/s`, minutes(largest / coldRead.value)),
        wait('start of the engine', engineStartMinutes),
      ]);
    }
    case 'shift':
      return sum([ttl, wait('watch', migration.stepMinutes)]);
    case 'drain':
      return sum([ttl, drain]);
    case 'soak':
      return sum([wait('kept for return', migration.soakHours * MINUTES_PER_HOUR)]);
    case 'retire':
      return sum([drain]);
  }
}

interface Wait {
  readonly words: string;
  readonly minutes: number;
}

const wait = (words: string, length: number): Wait => ({ words: `${words}: ${round(length, 1)} min`, minutes: length });

const sum = (waits: readonly Wait[]): MoveTime => ({
  minutes: round(
    waits.reduce((total, each) => total + each.minutes, 0),
    1,
  ),
  waits: waits.map((each) => each.words),
});
