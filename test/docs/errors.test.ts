import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../source';
import { findingCodes } from './finding-codes';

describe('docs/errors.md', () => {
  it('lists every code that a finding can have, and no other', () => {
    const text = readFileSync(join(root, 'docs/errors.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map((match) => match[1]);
    expect(listed).toEqual(findingCodes());
  });
});
