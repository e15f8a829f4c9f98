import { instantOf, type Instant } from '../../domain/instant.js';
import { invariant, SettlementError } from '../../domain/settlement-error.js';
import type { Ledger } from '../ledger-context.js';

const mostWrong = 10;
const windowMs = 3_600_000;

/**
 * Counts a try before its code is looked at, so that not even a thousand at once can be more than ten.
 * Whoever had a right one gives it back.
 * @throws SettlementError `refused` after ten wrong codes in an hour
 */
export async function takeTry(
  { collections: { codeTries } }: Ledger,
  { account, now }: { account: string; now: Instant },
): Promise<void> {
  const isOver = { $lt: [{ $ifNull: ['$since', ''] }, windowStart(now)] };
  const taken = await codeTries.findOneAndUpdate(
    { _id: account },
    [
      {
        $set: {
          account,
          wrong: { $cond: [isOver, 1, { $min: [{ $add: ['$wrong', 1] }, mostWrong + 1] }] },
          since: { $cond: [isOver, now, '$since'] },
        },
      },
    ],
    { upsert: true, returnDocument: 'after' },
  );
  if ((taken?.wrong ?? 0) > mostWrong)
    throw new SettlementError('refused', `${mostWrong} wrong codes in an hour: try again later`);
}

/** Of the same hour: where another has begun, there is nothing to give back. */
export async function giveTryBack(
  { collections: { codeTries } }: Ledger,
  { account, now }: { account: string; now: Instant },
): Promise<void> {
  await codeTries.updateOne(
    { _id: account, since: { $gte: windowStart(now) }, wrong: { $gt: 0, $lte: mostWrong } },
    { $inc: { wrong: -1 } },
  );
}

function windowStart(now: Instant): Instant {
  const start = instantOf(Date.parse(now) - windowMs);
  invariant(start !== undefined, 'the clock is out of range');
  return start;
}
