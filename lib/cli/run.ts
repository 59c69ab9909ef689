import { Command, CommanderError, Option } from 'commander';
import { exitCodes, type Io } from './io';

const json = ['--json', 'print one JSON document on standard output'] as const;
const factory = ['--factory <name>', 'the factory, if the app has several'] as const;
const target = ['<file|app>', 'factory file (- for standard input), or the folder of a cdktf app'] as const;

/** Runs the command line and returns its exit code; touches nothing but `io`. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const done = (given: number) => {
    code = given;
  };
  try {
    await programOf(io, done).parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.sound : exitCodes.unreadable;
    throw error;
  }
}

/** Returns the command line; `done` gets the exit code of the command that was run. A command is loaded when it is run. */
export function programOf(io: Io, done: (code: number) => void): Command {
  const program = new Command('ai-factory')
    .description('Plans an AI factory, writes its Terraform, and moves its token workloads')
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  if (io.manifest !== undefined) program.version(io.manifest.version);
  program
    .command('init')
    .description('make a project that synthesizes, with a test and a workflow')
    .argument('[dir]', 'folder of the project; it must be empty', '.')
    .option('--typescript', 'write the factory in TypeScript (default)')
    .option('--file', 'write the factory as a file')
    .addOption(new Option('--package <spec>', 'what to install cdktf-ai-factory from').hideHelp())
    .option(...json)
    .action(async (dir: string, options) => done((await import('./commands/init')).init(dir, options, io)));
  program
    .command('validate')
    .description('check a factory: all findings at once')
    .argument(...target)
    .option(...factory)
    .option(...json)
    .action(async (given: string, options) => done((await import('./commands/validate')).validate(given, options, io)));
  program
    .command('plan')
    .description('show what would be built, what it draws and what it costs')
    .argument(...target)
    .option(...factory)
    .option(...json)
    .option('--explain <path>', 'the arithmetic of one number of the plan, with its sources')
    .action(async (given: string, options) => done((await import('./commands/plan')).plan(given, options, io)));
  program
    .command('synth')
    .description('write the Terraform of a factory file')
    .argument('<file>', 'factory file; - for standard input')
    .option('--out <dir>', 'folder for the stacks (default: the one that cdktf names, else cdktf.out)')
    .option(...json)
    .action(async (file: string, options) => done(await (await import('./commands/synth')).synth(file, options, io)));
  program
    .command('estimate')
    .description('estimate serving throughput and latency for rows on standard input')
    .requiredOption('--jsonl', 'one JSON object a line, in and out')
    .action(async () => done(await (await import('./commands/estimate-command')).estimateCommand(io)));
  addMigrate(program, io, done);
  program
    .command('recover')
    .description('after a killed apply: write import blocks for what exists and is not in the state')
    .argument(...target)
    .argument('<stack>', 'stack, such as tokens-frankfurt-workloads')
    .option('--out <dir>', 'folder of the stacks (default: the one that cdktf names, else that of the app)')
    .option(...json)
    .action(async (given: string, stack: string, options) =>
      done(await (await import('./commands/recover')).recover(given, stack, options, io)),
    );
  program
    .command('schema')
    .description('print the JSON Schema of the factory file')
    .option(...json)
    .action(async () => done((await import('./commands/schema')).schema(io)));
  return program;
}

/** `migrate plan|next|back|status`. */
function addMigrate(program: Command, io: Io, done: (code: number) => void): void {
  const name = ['[name]', 'the migration; may be left out if there is one'] as const;
  const migrate = program.command('migrate').description('move workloads from site to site, one phase at a time');
  migrate
    .command('plan')
    .description('show what each phase takes in time, money, energy and carbon, and what it breaks')
    .argument(...target)
    .argument(...name)
    .option('--lost <site>', 'show what happens if a site is lost at once')
    .option(...factory)
    .option(...json)
    .action(async (given: string, migration: string | undefined, options) =>
      done((await import('./commands/migrate')).migratePlan(given, migration, options, io)),
    );
  for (const direction of ['next', 'back'] as const) {
    const which = direction === 'next' ? 'next' : 'previous';
    migrate
      .command(direction)
      .description(`write the ${which} phase into the factory file, or into the context of the app's cdktf.json`)
      .argument(...target)
      .argument(...name)
      .option(...factory)
      .option(...json)
      .action(async (given: string, migration: string | undefined, options) =>
        done((await import('./commands/migrate')).migrateStep(direction, given, migration, options, io)),
      );
  }
  migrate
    .command('status')
    .description('show where each migration is')
    .argument(...target)
    .option(...factory)
    .option(...json)
    .action(async (given: string, options) =>
      done((await import('./commands/migrate')).migrateStatus(given, options, io)),
    );
}
