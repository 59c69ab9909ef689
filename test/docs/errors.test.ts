import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LibraryCheck } from '../../lib/planner/model/check';
import { type FindingCode, findingCodes } from '../../lib/planner/model/finding-codes';
import { errorsPage } from '../../scripts/docs/errors';
import { root } from '../source';

describe('docs/errors.md', () => {
  it('is what the registry says; `npm run generate` writes it', () => {
    expect(readFileSync(join(root, 'docs/errors.md'), 'utf8')).toBe(errorsPage());
  });
});

describe('the registry of codes', () => {
  it('is in alphabetical order', () => {
    const codes = Object.keys(findingCodes);
    expect(codes).toEqual([...codes].sort());
  });
  it('is closed: a rule of the library with another code does not compile', () => {
    const own: FindingCode = 'no-price';
    // @ts-expect-error no row of the registry
    const other: FindingCode = 'idle';
    const check: LibraryCheck = {
      id: 'idle',
      why: 'a rule of the library reports codes of the registry',
      // @ts-expect-error no row of the registry
      check: () => [{ code: 'idle', severity: 'error', path: 'sites', message: 'idle' }],
    };
    expect(Object.keys(findingCodes)).toContain(own);
    expect(Object.keys(findingCodes)).not.toContain(other);
    expect(check.id).toBe('idle');
  });
});
