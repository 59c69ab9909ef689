import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../source';
import { command } from './memory-io';

const example = readFileSync(join(root, 'examples/02-region-to-hall/factory.yaml'), 'utf8');
const at = (phase: string, text = example): string => text.replace('phase: planned', `phase: ${phase}`);
const migrate = (args: readonly string[], text: string) => command(['migrate', ...args], { 'factory.yaml': text });

describe('migrate next and back', () => {
  it('walk through every phase and back, and change nothing else', async () => {
    const texts = [example];
    for (let step = 0; step < 9; step++) {
      const { code, files } = await migrate(['next', 'factory.yaml'], texts.at(-1) ?? '');
      expect(code).toBe(0);
      texts.push(files['factory.yaml'] ?? '');
    }
    expect(texts.map((text) => /phase: \w+(\n +step: \d)?/.exec(text)?.[0].replace(/\s+/g, ' '))).toEqual([
      'phase: planned',
      'phase: prepare',
      'phase: warm',
      'phase: shift step: 0',
      'phase: shift step: 1',
      'phase: shift step: 2',
      'phase: shift step: 3',
      'phase: drain',
      'phase: soak',
      'phase: retire',
    ]);
    for (let step = 8; step > 0; step--) {
      const { code, files } = await migrate(['back', 'factory.yaml'], texts[step] ?? '');
      expect([code, files['factory.yaml']]).toEqual([0, texts[step - 1]]);
    }
  });

  it('refuse the ends, a name that is not there, and a file without migrations', async () => {
    const said = [
      await migrate(['back', 'factory.yaml'], example),
      await migrate(['next', 'factory.yaml'], at('retire')),
      await migrate(['back', 'factory.yaml'], at('retire')),
      await migrate(['next', 'factory.yaml', 'chat-to-hal'], example),
      await migrate(['next', 'factory.yaml'], example.slice(0, example.indexOf('migrations:'))),
    ];
    expect(said.map(({ code, err }) => `${code} ${err.trim()}`)).toMatchInlineSnapshot(`
      [
        "1 error  no-step  migrations: chat-to-hall has not begun",
        "1 error  no-step  migrations: chat-to-hall is done; state sites: [hall] on chat and remove migrations.chat-to-hall",
        "1 error  no-step  migrations: chat-to-hall is retired and its source released; to return, state a migration in the other direction",
        "1 error  no-step  migrations: no migration "chat-to-hal"; the factory has chat-to-hall",
        "1 error  no-step  migrations: the factory has no migrations; state one under migrations",
      ]
    `);
  });

  it('refuse a step that would break a rule, and write nothing', async () => {
    const strict = example
      .replace('dataClass: personal', 'dataClass: personal\n    riskClass: high')
      .replace('      admins:', '      admins:');
    const short = strict.replace('accountId: "111122223333"', 'accountId: "111122223333"\n    logRetentionDays: 30');
    const back = short
      .replace('from: { site: stockholm }', 'from: { site: hall }')
      .replace('to: { site: hall }', 'to: { site: stockholm }');
    const { code, err, files } = await migrate(['next', 'factory.yaml'], back);
    expect(code).toBe(1);
    expect(err).toContain('log-retention-too-short');
    expect(files['factory.yaml']).toBe(back);
  });

  it('say in JSON what to apply', async () => {
    const { out } = await migrate(['next', 'factory.yaml', '--json'], example);
    expect(JSON.parse(out)).toEqual({
      migration: 'chat-to-hall',
      from: 'planned',
      to: 'prepare',
      stacks: ["'stockholm-*'", "'hall-*'", 'harbour-traffic'],
    });
  });
});

describe('migrate plan', () => {
  it('prices the example', async () => {
    const { code, out } = await migrate(['plan', 'factory.yaml'], example);
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
  });
  it('gives JSON', async () => {
    const { out } = await migrate(['plan', 'factory.yaml', '--json'], at('warm'));
    expect(JSON.parse(out)).toMatchObject({ name: 'chat-to-hall', at: 'warm', findings: [] });
  });
  it('tells what the loss of a site does', async () => {
    const { code, out } = await migrate(['plan', 'factory.yaml', '--lost', 'stockholm'], example);
    expect([code, out]).toMatchSnapshot();
    expect((await migrate(['plan', 'factory.yaml', '--lost', 'oslo'], example)).code).toBe(1);
  });
});

describe('migrate status', () => {
  it('says where each migration stands', async () => {
    expect((await migrate(['status', 'factory.yaml'], at('soak'))).out).toMatchInlineSnapshot(`
      "chat-to-hall: at soak (source ready, target ready with 100%); next: retire; back: drain
      "
    `);
  });
});
