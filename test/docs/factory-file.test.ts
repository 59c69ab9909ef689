import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { factoryFileReference } from '../../scripts/docs/factory-file';
import { root } from '../source';

describe('docs/factory-file.md', () => {
  it('is what the schema says; `npm run generate` writes it', () => {
    expect(readFileSync(join(root, 'docs/factory-file.md'), 'utf8')).toBe(factoryFileReference());
  });
});
