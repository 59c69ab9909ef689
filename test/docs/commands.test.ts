import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { nodeIo } from '../../lib/cli/node-io';
import { programOf } from '../../lib/cli/run';
import { root } from '../source';

const text = readFileSync(join(root, 'docs/commands.md'), 'utf8');

/** Commands that do something, each with its path. */
function commandsOf(command: Command, path: readonly string[] = []): { path: string; command: Command }[] {
  return command.commands.flatMap((each) => {
    const own = [...path, each.name()];
    return each.commands.length > 0 ? commandsOf(each, own) : [{ path: own.join(' '), command: each }];
  });
}

const commands = commandsOf(programOf(nodeIo(), () => {}));

/** The section of a command. */
const sectionOf = (path: string): string =>
  text.split(/^## /m).find((section) => section.startsWith(`${path.split(' ')[0]}\n`)) ?? '';

describe('docs/commands.md', () => {
  it('has the commands that there are', () => {
    expect(commands.map(({ path }) => path).sort()).toEqual([
      'estimate',
      'init',
      'migrate back',
      'migrate next',
      'migrate plan',
      'migrate status',
      'plan',
      'recover',
      'schema',
      'synth',
      'validate',
    ]);
  });

  it.each(commands)('describes $path with every option', ({ path, command }) => {
    const section = sectionOf(path);
    expect(section).toContain(`ai-factory ${path}`);
    const options = command.options.filter((option) => !option.hidden).map((option) => option.long ?? '');
    expect(options.filter((option) => !section.includes(option))).toEqual([]);
  });
});
