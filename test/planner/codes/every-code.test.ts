import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingCodes } from '../../../lib/planner/model/finding-codes';
import { filesOf, root } from '../../source';
import { type Cases, codesOf } from './case';
import { siteCases } from './site-cases';
import { workloadCases } from './workload-cases';

const cases: Cases = { ...siteCases, ...workloadCases };

describe.each(Object.entries(cases))('%s', (code, { bad, good }) => {
  it('is reported for the smallest factory that breaks its rule', () => expect(codesOf(bad)).toContain(code));
  it('is not reported for a variation that keeps it', () => expect(codesOf(good)).not.toContain(code));
});

describe('every code of a finding', () => {
  it('has a case here or a test that names it', () => {
    const tests = filesOf('test', '.test.ts').map((file) => readFileSync(join(root, file), 'utf8'));
    const named = new Set(tests.flatMap((text) => text.match(/[a-z0-9]+(-[a-z0-9]+)*/g) ?? []));
    const untested = Object.keys(findingCodes).filter((code) => !Object.hasOwn(cases, code) && !named.has(code));
    expect(untested).toEqual([]);
  });
});
