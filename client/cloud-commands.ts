import { Argument, Option, type Command } from 'commander';
import type { ChargeAnswer } from '../domain/charge-outcome.js';
import { chargeStates } from '../domain/cloud-charge.js';
import type { ChargesOptions } from './commands/charges.js';
import type { EmulatorsOptions } from './commands/emulators.js';
import type { ReconcileOptions } from './commands/reconcile.js';
import { CommandError, ends, exitStatus } from './exit-status.js';
import { existingDay, threePorts } from './read-argument.js';

/** What is charged to cloud accounts. */
export function addCloudCommands(program: Command): void {
  program
    .command('charges')
    .description('What was charged to cloud accounts, and what their vendors say of it.')
    .addOption(new Option('--state <state>', 'only in this state').choices(chargeStates))
    .option('--cycle <day>', 'only of this day', existingDay)
    .option('--account <account>', 'this account alone')
    .addOption(new Option('--format <format>').choices(['table', 'ndjson']).default('table'))
    .action((options: ChargesOptions) =>
      ends(async () => {
        const { chargesCommand } = await import('./commands/charges.js');
        const { locateDatabase } = await import('./session.js');
        return chargesCommand(locateDatabase(), options);
      }),
    );
  addCharge(program);
  addReconcile(program);
  program
    .command('emulators')
    .description("Emulate the marketplaces' metering APIs on this machine, until Ctrl-C.")
    .option(
      '--data <files...>',
      'take the subscribers from their cloudAccount records; without it everybody is subscribed',
    )
    .option(
      '--ports <aws,alibaba,huawei>',
      'listen on these; without it on any that are free',
      threePorts,
    )
    .option('--books <folder>', 'keep what was accepted here, and go on from it')
    .action((options: EmulatorsOptions) =>
      ends(async () => {
        const { emulatorsCommand } = await import('./commands/emulators.js');
        return emulatorsCommand(options);
      }),
    );
}

function addReconcile(program: Command): void {
  program
    .command('reconcile')
    .description('Compare our charges with what each vendor has; exit 3 where they differ.')
    .option('--cycle <day>', 'the charges of this day', existingDay)
    .option(
      '--report <file>',
      "a vendor's own usage report or bill, as CSV; repeatable",
      (file: string, files: string[] | undefined) => [...(files ?? []), file],
    )
    .option('--confirm', 'mark provisional charges accepted that their vendor bills')
    .addOption(new Option('--format <format>').choices(['table', 'ndjson']).default('table'))
    .action((options: ReconcileOptions) =>
      ends(async () => {
        const { reconcileCommand } = await import('./commands/reconcile.js');
        const { locateDatabase } = await import('./session.js');
        return reconcileCommand(locateDatabase(), options);
      }),
    );
}

interface ResolveOptions {
  applied?: true;
  notApplied?: true;
  writeOff?: true;
  by: string;
  reason: string;
}

function addCharge(program: Command): void {
  program
    .command('charge')
    .description('Answer for a vendor that has not decided a charge.')
    .addArgument(new Argument('<action>').choices(['resolve']))
    .argument('<charge>', 'as `settle charges` names it')
    .option('--applied', 'the vendor has it')
    .option('--not-applied', 'the vendor has it not: another charge takes its place')
    .option('--write-off', 'nobody is charged for it')
    .requiredOption('--by <name>', 'who answers')
    .requiredOption('--reason <text>', 'why')
    .action((_action: string, key: string, options: ResolveOptions) =>
      ends(async () => {
        const { by, reason } = options;
        const answer = answerOf(options);
        const { resolveChargeCommand } = await import('./commands/charges.js');
        const { locate } = await import('./session.js');
        return resolveChargeCommand(locate(), { key, answer, by, reason });
      }),
    );
}

function answerOf({ applied, notApplied, writeOff }: ResolveOptions): ChargeAnswer {
  const answers: ChargeAnswer[] = [
    ...(applied ? (['applied'] as const) : []),
    ...(notApplied ? (['not-applied'] as const) : []),
    ...(writeOff ? (['write-off'] as const) : []),
  ];
  const [answer] = answers;
  if (answer === undefined || answers.length > 1)
    throw new CommandError('say one of --applied, --not-applied, --write-off', exitStatus.badUsage);
  return answer;
}
