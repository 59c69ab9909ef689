import { z } from 'zod';
import { factorySchema } from '../../spec/factory';
import { standardClouds } from '../clouds';
import type { ExitCode, Io } from '../io';
import { json } from '../print';

/** `schema`: the JSON Schema of the factory file, for editors. */
export function schema(io: Io): ExitCode {
  const { $schema, $defs, ...whole } = z.toJSONSchema(factorySchema(standardClouds), {
    io: 'input',
    target: 'draft-2020-12',
  });
  // The file is the factory: its keys are at the root, where every editor finds them.
  const { Factory, ...others } = $defs ?? {};
  const { $ref: _, ...root } = { ...whole, ...Factory };
  const rest = Object.keys(others).length === 0 ? {} : { $defs: others };
  io.out(json({ $schema, $id: 'urn:cdktf-ai-factory:factory-file', ...root, ...rest }));
  return 0;
}
