import { Command, CommanderError } from 'commander';
import { estimateCommand } from './commands/estimate-command';
import { migratePlan, migrateStatus, migrateStep } from './commands/migrate';
import { plan } from './commands/plan';
import { recover } from './commands/recover';
import { schema } from './commands/schema';
import { synth } from './commands/synth';
import { validate } from './commands/validate';
import { exitCodes, type Io } from './io';

/** Names that no other command may take: they are kept for what comes later. */
const laterCommands = ['init', 'report', 'diff', 'controls'] as const;

/** Runs the command line and gives its exit code; touches nothing but `io`. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = new Command('ai-factory')
    .description('Plans an AI factory, writes its Terraform, and moves its token workloads')
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  if (io.version !== undefined) program.version(io.version);
  const json = ['--json', 'one JSON document on standard output'] as const;
  program
    .command('validate')
    .description('check a factory file; all findings at once')
    .argument('<file>', 'factory file, YAML or JSON; - for standard input')
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
  addMigrate(program, io, (given) => {
    code = given;
  });
  program
    .command('recover')
    .description('after a killed apply: write import blocks for what exists and is not in the state')
    .argument('<file>', 'factory file')
    .argument('<stack>', 'stack, such as tokens-frankfurt-workloads')
    .option('--out <dir>', 'folder of the stacks (default: the one that cdktf names, else cdktf.out)')
    .option(...json)
    .action(async (file: string, stack: string, options) => {
      code = await recover(file, stack, options, io);
    });
  program
    .command('schema')
    .description('print the JSON Schema of the factory file')
    .option(...json)
    .action(() => {
      code = schema(io);
    });
  for (const name of laterCommands) {
    program
      .command(name, { hidden: true })
      .argument('[rest...]')
      .allowUnknownOption()
      .helpOption(false)
      .action(() => {
        io.err(`error: ${name} is not in this version; the name is kept for a later one\n`);
        code = exitCodes.unreadable;
      });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** `migrate plan|next|back|status`. */
function addMigrate(program: Command, io: Io, done: (code: number) => void): void {
  const json = ['--json', 'one JSON document on standard output'] as const;
  const migrate = program.command('migrate').description('move workloads from site to site, one phase at a time');
  migrate
    .command('plan')
    .description('what each phase takes in time, money, energy and carbon, and what it breaks')
    .argument('<file>', 'factory file')
    .argument('[name]', 'the migration; may be left out where there is one')
    .option('--lost <site>', 'what happens when a site is lost at once')
    .option(...json)
    .action((file: string, name: string | undefined, options) => done(migratePlan(file, name, options, io)));
  for (const direction of ['next', 'back'] as const) {
    migrate
      .command(direction)
      .description(`write the ${direction === 'next' ? 'next' : 'previous'} phase into the factory file`)
      .argument('<file>', 'factory file')
      .argument('[name]', 'the migration; may be left out where there is one')
      .option(...json)
      .action((file: string, name: string | undefined, options) => {
        done(migrateStep(direction, file, name, options, io));
      });
  }
  migrate
    .command('status')
    .description('where each migration stands')
    .argument('<file>', 'factory file')
    .option(...json)
    .action((file: string, options) => done(migrateStatus(file, options, io)));
}
