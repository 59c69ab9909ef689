import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import { aFactory } from '../../../lib/testing/builders';
import { FactorySpec, planFactory } from '../../standard';

describe('a check that throws', () => {
  it('is named, with the error as the cause', () => {
    const cause = new TypeError('no pool');
    const check = {
      id: 'house-rule',
      why: 'a test',
      check: () => {
        throw cause;
      },
    };
    const plan = () => planFactory(FactorySpec.parse(aFactory()), defaultCatalog, [check]);
    expect(plan).toThrowError(expect.objectContaining({ message: 'the check "house-rule" failed: no pool', cause }));
  });
});
