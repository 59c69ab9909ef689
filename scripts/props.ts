import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from './props/generate';

/** Generates the interfaces of props and the types of known ids. A test checks that the files are up to date. */
for (const [file, text] of generatedFiles()) writeFileSync(join(__dirname, '..', file), text);
