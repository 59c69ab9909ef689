import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { factoryFileReference } from './factory-file/reference';

/** Generates docs/factory-file.md from the schema. A test checks that the page is up to date. */
writeFileSync(join(__dirname, '../docs/factory-file.md'), factoryFileReference());
