import { Option, type Command } from 'commander';
import type { MessagesOptions } from './commands/messages.js';
import { ends } from './exit-status.js';

const states = ['waiting', 'sent', 'failed', 'overtaken', 'nobody'];

/** What is told of arrears and locks; each command loads what it needs when it runs. */
export function addMessageCommands(program: Command): void {
  const messages = program
    .command('messages')
    .description('What customers and other systems are told of arrears and locks.');
  messages
    .command('list')
    .description('The messages, newest first, and what came of each delivery.')
    .addOption(new Option('--state <state>', 'only in this state').choices(states))
    .option('--account <account>', 'of this account alone')
    .addOption(new Option('--format <format>').choices(['table', 'ndjson']).default('table'))
    .action((options: MessagesOptions) =>
      ends(async () => {
        const { listMessagesCommand } = await import('./commands/messages.js');
        const { locateDatabase } = await import('./session.js');
        return listMessagesCommand(locateDatabase(), options);
      }),
    );
  messages
    .command('replay')
    .description('Send messages once more, under the same ids, and print the ids.')
    .argument('[messages...]', 'their ids')
    .option('--failed', 'all that were refused or given up')
    .action((ids: string[], options: { failed?: boolean }) =>
      ends(async () => {
        const { replayMessagesCommand } = await import('./commands/messages.js');
        const { locateDatabase } = await import('./session.js');
        return replayMessagesCommand(locateDatabase(), { messages: ids, ...options });
      }),
    );
}
