import { describe, expect, it } from 'vitest';
import { violation } from '../../lib/policies';
import { type Acknowledgement, applyAcknowledgements } from '../../lib/policies/acknowledgement';

const stated = (path: string, changes: Partial<Acknowledgement> = {}): Acknowledgement => ({
  policy: 'tags',
  path,
  reason: `reason of ${path}`,
  origin: 'construct',
  ...changes,
});

const apply = (paths: readonly string[], acknowledgements: readonly Acknowledgement[], onDate?: string) =>
  applyAcknowledgements(
    paths.map((path) => violation('tags', { path }, 'has no tag')),
    acknowledgements,
    onDate,
  );

describe('an acknowledgement', () => {
  it('covers its path and those below it, of its policy alone', () => {
    const found = apply(['s/a', 's/a/b', 's/ab', 't/a'], [stated('s/a'), stated('s/a', { policy: 'default-deny' })]);
    expect(found.map(({ path, severity }) => [path, severity])).toEqual([
      ['s/a', 'note'],
      ['s/a/b', 'note'],
      ['s/ab', 'error'],
      ['t/a', 'error'],
      ['s/a', 'warning'],
    ]);
  });

  it('covers the stacks of a construct above them', () => {
    const found = apply(['s/a', 't', 'u/a'], [stated('factory', { stacks: ['s', 't'] })]);
    expect(found.map(({ severity }) => severity)).toEqual(['note', 'note', 'error']);
  });

  it('gives the reason that was stated first, whatever it covers, and that of the library before all', () => {
    const both = [stated('s'), stated('s/a')];
    expect(apply(['s/a'], both)[0]?.message).toContain('reason of s');
    expect(apply(['s/a'], [...both].reverse())[0]?.message).toContain('reason of s/a');
    const own = stated('s/a/b', { origin: 'library' });
    expect(apply(['s/a/b'], [...both, own])[0]?.message).toContain('reason of s/a/b');
  });

  it('no longer counts once it has expired, and the next one does', () => {
    const both = [stated('s', { expires: '2027-01-01' }), stated('s/a')];
    expect(apply(['s/a'], both, '2027-01-02')[0]?.message).toContain('reason of s/a');
    expect(apply(['s/b'], both, '2027-01-02')[0]?.message).toContain('its acknowledgement ended on 2027-01-01');
  });

  it('is compared with the findings on its path, not with all of them', () => {
    let reads = 0;
    const many = Array.from({ length: 500 }, (_, index) => {
      const each = stated(`s/${index}`, { origin: 'library' });
      return Object.defineProperty(each, 'policy', {
        get: () => {
          reads += 1;
          return 'tags';
        },
      });
    });
    const found = apply(
      many.map(({ path }) => `${path}/pod`),
      many,
    );
    expect(found.every(({ severity }) => severity === 'note')).toBe(true);
    expect(reads).toBeLessThanOrEqual(2 * many.length);
  });
});
