import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { ConfigurationError } from '../configuration/read-configuration.js';
import { SettlementError } from '../domain/settlement-error.js';
import { EnvironmentError } from '../embedded/environment-error.js';
import { DatabaseError } from '../ledger/connect.js';
import { auditCommand } from './commands/audit.js';
import { balancesCommand } from './commands/balances.js';
import { demoCommand, type DemoOptions } from './commands/demo.js';
import { importCommand } from './commands/import.js';
import { retryCommand } from './commands/retry.js';
import { runCommand } from './commands/run.js';
import { sampleCommand, sampleDay, sampleSeed, type SampleOptions } from './commands/sample.js';
import { scheduleActions, scheduleCommand, type ScheduleAction } from './commands/schedule.js';
import { startCommand } from './commands/start.js';
import { statementCommand, type StatementOptions } from './commands/statement.js';
import { whereCommand } from './commands/where.js';
import { workerCommand } from './commands/worker.js';
import { TemporalUnreachableError } from './connect-temporal.js';
import { CommandError, exitStatus } from './exit-status.js';
import { say } from './say.js';
import { locate } from './session.js';

function wholeNumber(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError('must be a whole number');
  return Number(text);
}

function settleProgram(): Command {
  const program = new Command('settle')
    .description('Settles the daily bills of an observability cloud.')
    .exitOverride()
    .showHelpAfterError('(settle COMMAND --help tells more)');
  addDataCommands(program);
  addCycleCommands(program);
  addReadingCommands(program);
  addServerCommands(program);
  return program;
}

function addDataCommands(program: Command): void {
  program
    .command('import')
    .description('Import records, one JSON object a line: all of them or none.')
    .argument('<files...>', 'NDJSON files; - is standard input')
    .option('--skip-invalid <rejects>', 'store the good records, write the bad ones to this file')
    .action((files: string[], options: { skipInvalid?: string }) =>
      ends(importCommand(locate(), files, options)),
    );
  program
    .command('sample')
    .description(
      'Write realistic records to standard output, the same bytes for the same arguments.',
    )
    .requiredOption('--accounts <n>', 'how many accounts', wholeNumber)
    .option('--seed <s>', 'another seed, another sample', wholeNumber, sampleSeed)
    .option('--day <day>', 'the day of the bills', sampleDay)
    .action((options: SampleOptions) => ends(sampleCommand(options)));
}

function addCycleCommands(program: Command): void {
  program
    .command('run')
    .description(
      'Settle a day: start its workflow or join it, show its progress, wait for its proof.',
    )
    .requiredOption('--cycle <day>', 'the day, YYYY-MM-DD')
    .option('--currency <currency>', 'CNY or USD; without it every currency that has accounts')
    .action((options: { cycle: string; currency?: string }) => ends(runCommand(locate(), options)));
  program
    .command('retry')
    .description('Try parked accounts of a day again, after their cause is mended.')
    .requiredOption('--cycle <day>', 'the day, YYYY-MM-DD')
    .option('--account <account>', 'this account alone')
    .action((options: { cycle: string; account?: string }) =>
      ends(retryCommand(locate(), options)),
    );
  program
    .command('schedule')
    .description(
      'The Temporal Schedules that start each cycle, at 00:30 in the zone of its center.',
    )
    .argument('<action>', scheduleActions.join(', '))
    .action((action: string) => {
      const known = scheduleActions.find((each): each is ScheduleAction => each === action);
      if (!known) {
        throw new CommandError(
          `schedule: one of ${scheduleActions.join(', ')}`,
          exitStatus.badUsage,
        );
      }
      return ends(scheduleCommand(locate(), known));
    });
}

function addReadingCommands(program: Command): void {
  program
    .command('statement')
    .description('What was settled, an account a row.')
    .requiredOption('--cycle <day>', 'the day, YYYY-MM-DD')
    .option('--account <account>', 'this account alone')
    .addOption(new Option('--format <format>').choices(['table', 'ndjson', 'csv']).default('table'))
    .action((options: StatementOptions) => ends(statementCommand(locate(), options)));
  program
    .command('balances')
    .description('Cash, overdraft, vouchers and cards of every account, as of now.')
    .option('--account <account>', 'this account alone')
    .addOption(new Option('--format <format>').choices(['table', 'ndjson']).default('table'))
    .action((options: { account?: string; format: 'table' | 'ndjson' }) =>
      ends(balancesCommand(locate(), options)),
    );
  program
    .command('audit')
    .description('Prove the ledger against every balance and every bill.')
    .action(() => ends(auditCommand(locate())));
  program
    .command('where')
    .description('The last settlements of an account and the workflow of each.')
    .argument('<account>')
    .action((account: string) => ends(whereCommand(locate(), account)));
}

function addServerCommands(program: Command): void {
  program
    .command('start')
    .description(
      'Bring up MongoDB, Temporal and a worker on this machine, and settle a sample day.',
    )
    .action(() => ends(startCommand()));
  program
    .command('worker')
    .description('Run a worker against the servers of the environment.')
    .action(() => ends(workerCommand(locate())));
  program
    .command('demo')
    .description('All on its own in a temporary place: import, settle, write, audit, stop.')
    .option('--data <file>', 'records to import; without it a sample')
    .option('--cycle <day>', 'the day to settle', sampleDay)
    .option('--statement <file>', 'write the statement here, as NDJSON')
    .option('--balances <file>', 'write the balances here, as NDJSON')
    .action((options: DemoOptions) => ends(demoCommand(options)));
}

async function ends(command: Promise<number>): Promise<void> {
  process.exitCode = await command;
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitStatus.done : exitStatus.badUsage;
  if (error instanceof CommandError) return error.status;
  if (error instanceof ConfigurationError) return exitStatus.badUsage;
  if (error instanceof SettlementError && error.code === 'bad-input') return exitStatus.badUsage;
  return exitStatus.failed;
}

/** Errors that we foresee are one clear line; anything else shows where it came from. */
function explain(error: unknown): void {
  if (error instanceof CommanderError) return;
  const isForeseen =
    error instanceof CommandError ||
    error instanceof ConfigurationError ||
    error instanceof EnvironmentError ||
    error instanceof DatabaseError ||
    error instanceof TemporalUnreachableError ||
    error instanceof SettlementError;
  if (isForeseen) say(`settle: ${error.message}`);
  else say(`settle: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}

// A reader that has seen enough, like `head`, is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitStatus.done : exitStatus.failed);
});

settleProgram()
  .parseAsync()
  .catch((error: unknown) => {
    explain(error);
    process.exitCode = statusOf(error);
  });
