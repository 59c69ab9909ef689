import { z } from 'zod';
import { FactorySpec } from '../../spec/factory';
import type { ExitCode, Io } from '../io';
import { json } from '../load';

/** `schema`: the JSON Schema of the factory file, for editors. */
export function schema(io: Io): ExitCode {
  io.out(json(z.toJSONSchema(FactorySpec, { io: 'input', target: 'draft-2020-12' })));
  return 0;
}
