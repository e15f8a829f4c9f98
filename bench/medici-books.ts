import type { Ledger } from '../ledger/ledger-context.js';

export const openingMemo = 'opening';

/** Medici's account paths have three parts at most: customer account, kind, id. */
export function nameInBook(account: string, name: string): string {
  const [kind = '', ...id] = name.split(':');
  return id.length === 0 ? `${account}:${kind}` : `${account}:${kind}:${id.join('/')}`;
}

/** What the settlements moved, by kind of ledger account, in medici's books and in ours. */
export async function movedInBooks(
  { client, collections }: Ledger,
  day: string,
): Promise<{ medici: string[]; ours: string[] }> {
  const database = collections.entries.dbName;
  const medici = client
    .db(database)
    .collection('medici_transactions')
    .aggregate<Moved>([
      { $match: { memo: { $ne: openingMemo } } },
      {
        $group: {
          _id: { $arrayElemAt: ['$account_path', 1] },
          amount: { $sum: { $subtract: ['$credit', '$debit'] } },
        },
      },
    ]);
  const ours = collections.entries.aggregate<Moved>([
    { $match: { cycle: day } },
    { $unwind: '$postings' },
    {
      $project: {
        sides: [
          { kind: kindOf('$postings.credit'), amount: '$postings.amount' },
          { kind: kindOf('$postings.debit'), amount: { $multiply: ['$postings.amount', -1] } },
        ],
      },
    },
    { $unwind: '$sides' },
    { $group: { _id: '$sides.kind', amount: { $sum: '$sides.amount' } } },
  ]);
  return { medici: linesOf(await medici.toArray()), ours: linesOf(await ours.toArray()) };
}

interface Moved {
  _id: string;
  amount: { toString(): string };
}

function linesOf(moved: readonly Moved[]): string[] {
  return moved
    .map(
      ({ _id, amount }) =>
        `${_id}: ${(Number(Number(amount.toString()).toFixed(2)) + 0).toFixed(2)}`,
    )
    .toSorted();
}

function kindOf(side: string): object {
  return { $first: { $split: [side, ':'] } };
}
