import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCidr, overlaps, parseCidr, size, subnet } from '../../lib/units/cidr';

const range = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: 32 }))
  .map(([address, prefix]) => ({ base: address - (address % size(prefix)), prefix }));

describe('address ranges', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(range, (cidr) => {
        expect(parseCidr(formatCidr(cidr))).toEqual(cidr);
      }),
    );
  });

  it.each(['10.0.0.0', '10.0.0.256/8', '10.0.0.1/16', '10.0.0.0/33', '', '::/0', '10.0.0.0/16 '])(
    'refuses %j',
    (text) => {
      expect(parseCidr(text)).toBeNull();
    },
  );

  it('cuts sub-ranges that lie inside and apart from each other', () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 0, max: 6 }), fc.nat(63), fc.nat(63), (cidr, bits, i, j) => {
        const a = subnet(cidr, cidr.prefix + bits, i);
        const b = subnet(cidr, cidr.prefix + bits, j);
        if (a === null || b === null) return;
        expect(overlaps(a, cidr)).toBe(true);
        expect(a.base).toBeGreaterThanOrEqual(cidr.base);
        expect(overlaps(a, b)).toBe(i === j);
      }),
    );
  });

  it('gives no sub-range beyond the end of its range', () => {
    expect(subnet({ base: 0, prefix: 16 }, 18, 4)).toBeNull();
    expect(subnet({ base: 0, prefix: 16 }, 15, 0)).toBeNull();
  });

  it('overlaps the same in both directions', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        expect(overlaps(a, b)).toBe(overlaps(b, a));
      }),
    );
  });
});
