import { Command, CommanderError } from 'commander';
import { estimateCommand } from './commands/estimate-command';
import { plan } from './commands/plan';
import { schema } from './commands/schema';
import { synth } from './commands/synth';
import { validate } from './commands/validate';
import type { Io } from './io';

/** Runs the command line and gives its exit code; touches nothing but `io`. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = new Command('ai-factory')
    .description('Plans an AI factory, writes its Terraform, and moves its token workloads')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  const json = ['--json', 'one JSON document on standard output'] as const;
  program
    .command('validate')
    .description('check a factory file; all findings at once')
    .argument('<file>', 'factory file, YAML or JSON')
    .option(...json)
    .action((file: string, options) => {
      code = validate(file, options, io);
    });
  program
    .command('plan')
    .description('show what would be built, what it draws and what it costs')
    .argument('<file>', 'factory file')
    .option(...json)
    .option('--explain <path>', 'the arithmetic of one number of the plan, with its sources')
    .action((file: string, options) => {
      code = plan(file, options, io);
    });
  program
    .command('synth')
    .description('write the Terraform of a factory file')
    .argument('<file>', 'factory file')
    .option('--out <dir>', 'folder for the stacks (default: the one that cdktf names, else cdktf.out)')
    .option(...json)
    .action(async (file: string, options) => {
      code = await synth(file, options, io);
    });
  program
    .command('estimate')
    .description('estimate serving throughput and latency for rows on standard input')
    .requiredOption('--jsonl', 'one JSON object a line, in and out')
    .action(async () => {
      code = await estimateCommand(io);
    });
  program
    .command('schema')
    .description('print the JSON Schema of the factory file')
    .option(...json)
    .action(() => {
      code = schema(io);
    });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
