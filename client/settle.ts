import { Argument, Command, Option } from 'commander';
import { currencies, type Currency } from '../domain/billing-cycle.js';
import { addAccountCommands } from './account-commands.js';
import type { DemoOptions } from './commands/demo.js';
import type { ExplainOptions } from './commands/explain.js';
import { sampleCommand, sampleDay, sampleSeed, type SampleOptions } from './commands/sample.js';
import type { ScheduleAction } from './commands/schedule.js';
import type { StatementOptions } from './commands/statement.js';
import { addCloudCommands } from './cloud-commands.js';
import { addExpenseCenterCommands } from './expense-center-commands.js';
import { addMessageCommands } from './message-commands.js';
import { explain, statusOf } from './explain-error.js';
import { ends, exitStatus } from './exit-status.js';
import { existingDay, wholeNumber } from './read-argument.js';
import { say } from './say.js';

// Each command loads what it needs when it runs: the clients of MongoDB and Temporal take longer to
// load than --help, or a refused option, should take.

const scheduleActions = [
  'apply',
  'show',
  'pause',
  'resume',
  'remove',
] as const satisfies readonly ScheduleAction[];

/** What commander says of bad usage, like every other error of a command. */
function inOneLine(text: string): string {
  const line = text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ');
  return `settle: ${line.replace(/\.$/, '')}; --help tells more`;
}

function settleProgram(): Command {
  const program = new Command('settle')
    .description('Settles the daily bills of an observability cloud.')
    .exitOverride()
    .configureOutput({ outputError: (text) => say(inOneLine(text)) });
  addDataCommands(program);
  addCycleCommands(program);
  addAccountCommands(program);
  addReadingCommands(program);
  addServerCommands(program);
  addCloudCommands(program);
  addExpenseCenterCommands(program);
  addMessageCommands(program);
  return program;
}

function addDataCommands(program: Command): void {
  program
    .command('import')
    .description('Import records, one JSON object a line: all of them or none.')
    .argument('<files...>', 'NDJSON files; - is standard input')
    .option('--skip-invalid <rejects>', 'store the good records, write the bad ones to this file')
    .action((files: string[], options: { skipInvalid?: string }) =>
      ends(async () => {
        const { importCommand } = await import('./commands/import.js');
        const { locateDatabase } = await import('./session.js');
        return importCommand(locateDatabase(), files, options);
      }),
    );
  program
    .command('sample')
    .description(
      'Write realistic records to standard output, the same bytes for the same arguments.',
    )
    .requiredOption('--accounts <n>', 'how many accounts', wholeNumber)
    .option('--seed <s>', 'another seed, another sample', wholeNumber, sampleSeed)
    .option('--day <day>', 'the day of the bills', existingDay, sampleDay)
    .action((options: SampleOptions) => ends(() => sampleCommand(options)));
}

function addCycleCommands(program: Command): void {
  program
    .command('run')
    .description(
      'Settle a day: start its workflow or join it, show its progress, wait for its proof.',
    )
    .requiredOption('--cycle <day>', 'the day, YYYY-MM-DD', existingDay)
    .addOption(
      new Option(
        '--currency <currency>',
        'only this one; without it every currency that has accounts',
      ).choices(currencies),
    )
    .action((options: { cycle: string; currency?: Currency }) =>
      ends(async () => {
        const { runCommand } = await import('./commands/run.js');
        const { locate } = await import('./session.js');
        return runCommand(locate(), options);
      }),
    );
  program
    .command('retry')
    .description('Try parked accounts of a day again, after their cause is mended.')
    .requiredOption('--cycle <day>', 'the day, YYYY-MM-DD', existingDay)
    .option('--account <account>', 'this account alone')
    .action((options: { cycle: string; account?: string }) =>
      ends(async () => {
        const { retryCommand } = await import('./commands/retry.js');
        const { locate } = await import('./session.js');
        return retryCommand(locate(), options);
      }),
    );
  program
    .command('schedule')
    .description(
      'The Temporal Schedules that start each cycle, at 00:30 in the zone of its center.',
    )
    .addArgument(new Argument('<action>').choices(scheduleActions))
    .action((action: ScheduleAction) =>
      ends(async () => {
        const { scheduleCommand } = await import('./commands/schedule.js');
        const { locateTemporal } = await import('./session.js');
        return scheduleCommand(locateTemporal(), action);
      }),
    );
}

function addReadingCommands(program: Command): void {
  program
    .command('statement')
    .description('What was settled, an account a row.')
    .requiredOption('--cycle <day>', 'the day, YYYY-MM-DD', existingDay)
    .option('--account <account>', 'this account alone')
    .addOption(new Option('--format <format>').choices(['table', 'ndjson', 'csv']).default('table'))
    .action((options: StatementOptions) =>
      ends(async () => {
        const { statementCommand } = await import('./commands/statement.js');
        const { locateDatabase } = await import('./session.js');
        return statementCommand(locateDatabase(), options);
      }),
    );
  program
    .command('explain')
    .description(
      "Who paid each cent of an account's day, by which rule, and why the others did not.",
    )
    .requiredOption('--account <account>', 'whose day')
    .requiredOption('--cycle <day>', 'the day, YYYY-MM-DD', existingDay)
    .addOption(new Option('--format <format>').choices(['table', 'ndjson']).default('table'))
    .addOption(new Option('--language <language>').choices(['en', 'zh']).default('en'))
    .action((options: ExplainOptions) =>
      ends(async () => {
        const { explainCommand } = await import('./commands/explain.js');
        const { locateDatabase } = await import('./session.js');
        return explainCommand(locateDatabase(), options);
      }),
    );
  program
    .command('balances')
    .description('Cash, overdraft, vouchers and cards of every account, as of now.')
    .option('--account <account>', 'this account alone')
    .addOption(new Option('--format <format>').choices(['table', 'ndjson']).default('table'))
    .action((options: { account?: string; format: 'table' | 'ndjson' }) =>
      ends(async () => {
        const { balancesCommand } = await import('./commands/balances.js');
        const { locateDatabase } = await import('./session.js');
        return balancesCommand(locateDatabase(), options);
      }),
    );
  program
    .command('audit')
    .description('Prove the ledger against every balance and every bill.')
    .action(() =>
      ends(async () => {
        const { auditCommand } = await import('./commands/audit.js');
        const { locateDatabase } = await import('./session.js');
        return auditCommand(locateDatabase());
      }),
    );
  program
    .command('where')
    .description('The last settlements of an account and the workflow of each.')
    .argument('<account>')
    .action((account: string) =>
      ends(async () => {
        const { whereCommand } = await import('./commands/where.js');
        const { locateDatabase } = await import('./session.js');
        return whereCommand(locateDatabase(), account);
      }),
    );
}

function addServerCommands(program: Command): void {
  program
    .command('start')
    .description(
      'Bring up MongoDB, Temporal and a worker on this machine, and settle a sample day.',
    )
    .action(() =>
      ends(async () => {
        const { startCommand } = await import('./commands/start.js');
        return startCommand();
      }),
    );
  program
    .command('worker')
    .description('Run a worker against the servers of the environment.')
    .action(() =>
      ends(async () => {
        const { workerCommand } = await import('./commands/worker.js');
        const { locate } = await import('./session.js');
        return workerCommand(locate());
      }),
    );
  program
    .command('demo')
    .description('All on its own in a temporary place: import, settle, write, audit, stop.')
    .option('--data <file>', 'records to import; without it a sample')
    .option('--cycle <day>', 'the day to settle', existingDay, sampleDay)
    .option('--statement <file>', 'write the statement here, as NDJSON')
    .option('--balances <file>', 'write the balances here, as NDJSON')
    .action((options: DemoOptions) =>
      ends(async () => {
        const { demoCommand } = await import('./commands/demo.js');
        return demoCommand(options);
      }),
    );
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
