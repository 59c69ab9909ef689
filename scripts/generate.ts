import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './docs/errors';
import { factoryFileReference } from './docs/factory-file';
import { generatedFiles } from './props/generate';

/**
 * Generates the interfaces of props, the types of known ids, `docs/factory-file.md` and `docs/errors.md`. Tests check that the
 * files are up to date.
 */
const write = (file: string, text: string): void => writeFileSync(join(__dirname, '..', file), text);

for (const [file, text] of generatedFiles()) write(file, text);
write('docs/factory-file.md', factoryFileReference());
write('docs/errors.md', errorsPage());
