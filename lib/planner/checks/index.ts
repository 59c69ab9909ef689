import type { Check, LibraryCheck } from '../model/check';
import { capacitySource } from './capacity-source';
import { counts } from './counts';
import { egress } from './egress';
import { entries } from './entries';
import { fabric } from './fabric';
import { gatedWeights } from './gated-weights';
import { migrations } from './migrations';
import { names } from './name-collisions';
import { objectives } from './objectives';
import { onePool } from './one-pool';
import { references } from './references';
import { risk } from './risk';
import { telemetry } from './telemetry';
import { weights } from './weights-precision';
import { poolZones } from './zones';

/** The rules that every factory is checked against, in the order in which they are run. */
export const standardChecks: readonly Check[] = Object.freeze<readonly LibraryCheck[]>([
  references,
  objectives,
  onePool,
  poolZones,
  capacitySource,
  counts,
  fabric,
  egress,
  entries,
  weights,
  gatedWeights,
  risk,
  migrations,
  telemetry,
  names,
]);
