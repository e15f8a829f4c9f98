import * as chart from '../../domain/chart-of-accounts.js';
import { giftFor, isFaceValue } from '../../domain/card-purchase.js';
import { compare, formatAmount, subtract, zero, type Amount } from '../../domain/money.js';
import { checkPayable } from '../../domain/payable-amount.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { fromDecimal128, toDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { postEntry } from '../posting.js';
import { giveVoucher, makeCard, newInstrumentId } from './new-instruments.js';
import { runCommand, type Command, type CommandTransaction } from './run-command.js';

export interface BoughtCard {
  card: string;
  faceValue: Amount;
  /** What is left. */
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
  checkPayable('the face value', faceValue);
  if (!isFaceValue(faceValue))
    throw new SettlementError('bad-input', 'the face value is a multiple of 100, at least 100');
  return runCommand(ledger, command, { name: 'buyCard', content: { faceValue } }, (transaction) =>
    buyNow(ledger, { command, faceValue }, transaction),
  );
}

async function buyNow(
  ledger: Ledger,
  { command, faceValue }: { command: Command; faceValue: Amount },
  transaction: CommandTransaction,
): Promise<BoughtCard> {
  const { account, money, posting, at } = transaction;
  const cash = takeCash(transaction, faceValue);
  const card = newInstrumentId('card', command);
  await makeCard(ledger, { id: card, faceValue }, transaction);
  const postings = chart.posting(chart.cash, chart.card(card), faceValue);
  const bought: BoughtCard = { card, faceValue, cash };
  const gift = giftFor(faceValue, ledger.giftTiers[account.currency]);
  if (gift !== undefined) {
    const voucher = newInstrumentId('gift', command);
    const terms = {
      type: 'full-reduction',
      faceValue: gift,
      minSpend: zero,
      singleUse: false,
      validFrom: at,
    } as const;
    postings.push(...(await giveVoucher(ledger, { id: voucher, terms }, transaction)));
    bought.gift = { voucher, faceValue: gift };
  }
  postEntry(posting, money, { key: `buyCard/${command.key}`, postings });
  return bought;
}

/**
 * Takes cash from the locked account, for an entry that says what became of it.
 * @returns what is left
 * @throws SettlementError `refused` where there is less
 */
export function takeCash({ account }: CommandTransaction, amount: Amount): Amount {
  const cash = fromDecimal128(account.cash);
  if (compare(cash, amount) < 0)
    throw new SettlementError(
      'refused',
      `the cash of ${account._id} is ${formatAmount(cash)}, less than ${formatAmount(amount)}`,
    );
  const left = subtract(cash, amount);
  account.cash = toDecimal128(left);
  return left;
}
