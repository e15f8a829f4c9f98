import * as chart from '../../domain/chart-of-accounts.js';
import { giftFor, giftTiers, isFaceValue } from '../../domain/card-purchase.js';
import { compare, formatAmount, subtract, zero, type Amount } from '../../domain/money.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { fromDecimal128, toDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { postEntry } from '../posting.js';
import { newInstrumentId, takeIdentity } from './new-instruments.js';
import { runCommand, type Command, type CommandTransaction } from './run-command.js';

export interface BoughtCard {
  card: string;
  faceValue: Amount;
  cash: Amount;
  /** The full-reduction voucher that came with it. */
  gift?: { voucher: string; faceValue: Amount };
}

/**
 * Buys a stored-value card with cash: not refundable, bound to the account (domain rule 16).
 * @throws SettlementError `bad-input` for a face value that is none, `refused` without the cash for it
 */
export async function buyCard(
  ledger: Ledger,
  command: Command,
  { faceValue }: { faceValue: Amount },
): Promise<BoughtCard> {
  if (!isFaceValue(faceValue))
    throw new SettlementError('bad-input', 'the face value is a multiple of 100, at least 100');
  return runCommand(ledger, command, { name: 'buyCard', content: { faceValue } }, (transaction) =>
    buyNow(ledger, { command, faceValue }, transaction),
  );
}

async function buyNow(
  ledger: Ledger,
  { command, faceValue }: { command: Command; faceValue: Amount },
  { account, money, posting, at, session }: CommandTransaction,
): Promise<BoughtCard> {
  const { storedValueCards, vouchers } = ledger.collections;
  const cash = fromDecimal128(account.cash);
  if (compare(cash, faceValue) < 0)
    throw new SettlementError(
      'refused',
      `the cash of ${account._id} is ${formatAmount(cash)}, less than ${formatAmount(faceValue)}`,
    );
  const card = newInstrumentId('card', command);
  await takeIdentity(ledger, { kind: 'storedValueCard', id: card }, session);
  const value = toDecimal128(faceValue);
  await storedValueCards.insertOne(
    {
      _id: card,
      account: account._id,
      faceValue: value,
      opening: value,
      balance: value,
      purchaseType: 'cash',
      purchasedAt: at,
      import: 0,
    },
    { session },
  );
  const postings = chart.posting(chart.cash, chart.card(card), faceValue);
  const gift = giftFor(faceValue, giftTiers[account.currency]);
  const left = subtract(cash, faceValue);
  // Postings of one purchase: the card and what came with it.
  if (gift !== undefined) {
    const voucher = newInstrumentId('gift', command);
    await takeIdentity(ledger, { kind: 'voucher', id: voucher }, session);
    const worth = toDecimal128(gift);
    await vouchers.insertOne(
      {
        _id: voucher,
        account: account._id,
        type: 'full-reduction',
        faceValue: worth,
        opening: worth,
        balance: worth,
        minSpend: toDecimal128(zero),
        singleUse: false,
        validFrom: at,
        import: 0,
      },
      { session },
    );
    postings.push(...chart.posting(chart.promotion, chart.voucher(voucher), gift));
    account.cash = toDecimal128(left);
    postEntry(posting, money, { key: `buyCard/${command.key}`, postings });
    return { card, faceValue, cash: left, gift: { voucher, faceValue: gift } };
  }
  account.cash = toDecimal128(left);
  postEntry(posting, money, { key: `buyCard/${command.key}`, postings });
  return { card, faceValue, cash: left };
}
