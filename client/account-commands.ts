import { InvalidArgumentError, type Command } from 'commander';
import { parseInstant, type Instant } from '../domain/instant.js';
import type { RedeemOptions } from './commands/redeem.js';
import { ends } from './exit-status.js';

/** Commands that change what an account has; each loads what it needs when it runs. */
export function addAccountCommands(program: Command): void {
  program
    .command('redeem')
    .description("Make the stored-value cards of an order in Huawei's marketplace, once.")
    .requiredOption('--account <account>', 'who gets the cards')
    .requiredOption('--customer <customer>', 'the Huawei account that bought the order')
    .requiredOption('--order <order>', 'the number of the order')
    .action((options: RedeemOptions) =>
      ends(async () => {
        const { redeemCommand } = await import('./commands/redeem.js');
        const { locateDatabase } = await import('./session.js');
        return redeemCommand(locateDatabase(), options);
      }),
    );
  program
    .command('cloud-account')
    .description('The cloud accounts of customers.')
    .command('unsubscribe')
    .description(
      'Note that a cloud account is no longer subscribed; its workspaces switch or lock.',
    )
    .argument('<id>')
    .option('--at <instant>', 'since when, with an offset; without it now', existingInstant)
    .action((id: string, options: { at?: Instant }) =>
      ends(async () => {
        const { unsubscribeCommand } = await import('./commands/unsubscribe.js');
        const { locateDatabase } = await import('./session.js');
        return unsubscribeCommand(locateDatabase(), { cloudAccount: id, ...options });
      }),
    );
}

function existingInstant(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined)
    throw new InvalidArgumentError('It is no time with an offset (2026-11-22T09:00:00+08:00).');
  return at;
}
