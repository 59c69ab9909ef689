import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editMigration } from '../../lib/spec/edit-migration';

const block = `# head
migrations:
  move:  # the move
    workloads: [chat]   # one
    phase: shift  # now
    # between
    step: 2  # third share
    to: { site: b }
  other: { phase: "warm", shares: [5, 100] }
  bare:
    workloads: [chat]
# tail
`;

describe('writing a phase into a factory file', () => {
  it('changes the values where they stand', () => {
    expect(editMigration(block, 'move', { phase: 'shift', step: 3 })).toBe(block.replace('step: 2', 'step: 3'));
  });
  it('takes the step out and keeps its comment', () => {
    expect(editMigration(block, 'move', { phase: 'drain' })).toBe(
      block.replace('phase: shift', 'phase: drain').replace('step: 2  # third share', '# third share'),
    );
  });
  it('adds a step behind the phase, in braces too', () => {
    expect(editMigration(block, 'other', { phase: 'shift', step: 0 })).toBe(
      block.replace('phase: "warm"', 'phase: "shift", step: 0'),
    );
  });
  it('adds a phase where none is stated', () => {
    expect(editMigration(block, 'bare', { phase: 'prepare' })).toBe(
      block.replace('# tail', '    phase: prepare\n# tail'),
    );
  });
  it('writes JSON as JSON', () => {
    const json = JSON.stringify({ migrations: { move: { phase: 'warm', workloads: ['chat'] } } }, null, 2);
    const edited = editMigration(json, 'move', { phase: 'shift', step: 1 });
    expect(JSON.parse(edited)).toEqual({ migrations: { move: { phase: 'shift', step: 1, workloads: ['chat'] } } });
    const back = editMigration(edited, 'move', { phase: 'warm' });
    expect(back).toBe(json);
  });
  it('keeps line ends', () => {
    const dos = block.replaceAll('\n', '\r\n');
    expect(editMigration(dos, 'bare', { phase: 'prepare' })).toContain('phase: prepare\r\n# tail');
  });
  it('refuses what is no map', () => {
    expect(() => editMigration('migrations: {}\n', 'move', { phase: 'warm' })).toThrowErrorMatchingInlineSnapshot(
      `[Error: migrations.move is not a map in the file, so its phase cannot be written]`,
    );
  });
  it('changes nothing but phase and step, in any style', () => {
    const key = fc.constantFrom('workloads: [chat]', 'soakHours: 3 # why', "note: 'a, b'", 'shares: [5, 100]');
    fc.assert(
      fc.property(
        fc.uniqueArray(key),
        fc.option(fc.constantFrom('phase: warm', 'phase: "shift"', "phase: 'shift'"), { nil: undefined }),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom<{ phase: string; step?: number }>({ phase: 'drain' }, { phase: 'shift', step: 1 }),
        (others, phase, hasStep, flow, place) => {
          const pairs = [...others, ...(phase === undefined ? [] : [phase]), ...(hasStep ? ['step: 0'] : [])];
          const text =
            flow || pairs.length === 0
              ? `migrations:\n  move: { ${pairs.map((each) => each.replace(/ #.*/, '')).join(', ')} }\n`
              : `migrations:\n  move:\n${pairs.map((each) => `    ${each}\n`).join('')}`;
          const before = parse(text).migrations.move;
          const after = parse(editMigration(text, 'move', place)).migrations.move;
          const { phase: _, step: __, ...rest } = before;
          expect(after).toEqual({ ...rest, ...place });
        },
      ),
      { numRuns: 300 },
    );
  });
});
