import { Option, type Command } from 'commander';
import type { CreateTokenOptions } from './commands/token.js';
import { ends } from './exit-status.js';
import { wholeNumber } from './read-argument.js';

/** The expense center and who may use it; each command loads what it needs when it runs. */
export function addExpenseCenterCommands(program: Command): void {
  program
    .command('expense-center')
    .description('Serve the expense center: its HTTP API, until Ctrl-C.')
    .action(() =>
      ends(async () => {
        const { expenseCenterCommand } = await import('./commands/expense-center.js');
        const { locateDatabase } = await import('./session.js');
        return expenseCenterCommand(locateDatabase());
      }),
    );
  const token = program.command('token').description('Who may use the expense center.');
  token
    .command('create')
    .description('Make a token and print its secret, this once.')
    .option('--account <account>', "whose; without it an operator's")
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(['viewer', 'finance', 'owner', 'operator'])
        .makeOptionMandatory(),
    )
    .option('--name <name>', 'who holds it', 'made at the command line')
    .option('--days <days>', 'how long it is good', wholeNumber, 90)
    .action((options: CreateTokenOptions) =>
      ends(async () => {
        const { createTokenCommand } = await import('./commands/token.js');
        const { locateDatabase } = await import('./session.js');
        return createTokenCommand(locateDatabase(), options);
      }),
    );
  token
    .command('list')
    .description('The tokens, without their secrets, one JSON object a line.')
    .option('--account <account>', "of this account; without it the operators'")
    .action((options: { account?: string }) =>
      ends(async () => {
        const { listTokensCommand } = await import('./commands/token.js');
        const { locateDatabase } = await import('./session.js');
        return listTokensCommand(locateDatabase(), options);
      }),
    );
  token
    .command('revoke')
    .description('Make a token open nothing any more.')
    .argument('<token>')
    .action((id: string) =>
      ends(async () => {
        const { revokeTokenCommand } = await import('./commands/token.js');
        const { locateDatabase } = await import('./session.js');
        return revokeTokenCommand(locateDatabase(), id);
      }),
    );
}
