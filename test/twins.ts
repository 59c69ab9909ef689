import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { FactoryInput } from '../lib';
import { root } from './source';

export type Example = '01-two-regions' | '02-region-to-hall' | '03-frontier' | '04-one-pool';

/** Path of the factory file that describes the same factory as an example in TypeScript. */
export function twinOf(example: string): string {
  const own = join(root, 'examples', example, 'factory.yaml');
  return existsSync(own) ? own : join(root, 'test/twins', `${example}.yaml`);
}

/** Text of that file. */
export const twinText = (example: Example): string => readFileSync(twinOf(example), 'utf8');

/** Data of that file. */
export const twin = (example: Example): FactoryInput => parse(twinText(example), { merge: true });

/** Example 02 as a file that states the phase of its migration. The command steps it there. */
export const harbourFile = twinText('02-region-to-hall').replace(
  'to: { site: hall }\n',
  'to: { site: hall }\n    phase: planned\n',
);
