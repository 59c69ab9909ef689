import { z } from 'zod';
import { Line } from './name';

/** A list of ids of the catalogue; `lib/catalog/ids.generated.ts` has the type of each. */
export type KnownIdList =
  | 'models'
  | 'accelerators'
  | 'machines'
  | 'awsRegions'
  | 'clouds'
  | 'cloudRegions'
  | 'countries'
  | 'jurisdictions'
  | 'charts';

/**
 * Schemas whose value is usually one of the ids in a list.
 *
 * The generated props complete these ids in an editor and accept any other text, since users add rows of their own.
 */
export const knownIds = z.registry<{ readonly list: KnownIdList }>();

/** Schema of the id of a catalogue row. */
export const rowId = (list: KnownIdList) => Line.clone().register(knownIds, { list });
