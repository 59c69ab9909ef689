import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { factoryFileReference } from './factory-file/reference';

/** Writes docs/factory-file.md from the schema; a test holds the two together. */
writeFileSync(join(__dirname, '../docs/factory-file.md'), factoryFileReference());
