import type { CommandDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';

/** One command of the audit trail. @param of.id `account/key` */
export async function readCommand(
  { collections }: Ledger,
  { id }: { id: string },
): Promise<Pick<CommandDocument, 'name' | 'content' | 'result' | 'actor'> | undefined> {
  const found = await collections.commands.findOne(
    { _id: id },
    { projection: { name: 1, content: 1, result: 1, actor: 1 } },
  );
  return found ?? undefined;
}
