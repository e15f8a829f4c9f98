import { Book, initModels, mongoTransaction } from 'medici';
import mongoose from 'mongoose';
import { readConfiguration } from '../configuration/read-configuration.js';
import type { BillingCycle } from '../domain/billing-cycle.js';
import { card, cash, opening, voucher, type LedgerPosting } from '../domain/chart-of-accounts.js';
import { drawable, type Instrument } from '../domain/instrument.js';
import { parseAmount } from '../domain/money.js';
import { openingPostings, stepPostings } from '../domain/settlement-postings.js';
import { fromDecimal128 } from '../ledger/decimal128.js';
import { createLedger, type Ledger } from '../ledger/ledger-context.js';
import { transactionOptions } from '../ledger/transaction.js';
import { nameInBook, openingMemo } from './medici-books.js';
import { runScript } from './run-script.js';
import { readInHand, takeAllSteps } from './settle-account.js';

/** Balances are read fresh: with so short a history, its cache of balances costs more than it saves. */
const book = new Book('settlement', { balanceSnapshotSec: 0 });

/**
 * The same settlements kept in medici's books, by its own way: a transaction an account, the balances
 * from the book, one balanced journal entry, the account's write lock last. It writes no statement.
 */
runScript(async (atOnce) => {
  const { mongodbUri = '', mongodbDatabase: dbName, zones } = readConfiguration(process.env);
  await mongoose.connect(mongodbUri, {
    dbName,
    maxPoolSize: atOnce,
    writeConcern: { w: 'majority', journal: true },
  });
  await initModels();
  const client = mongoose.connection.getClient();
  const ledger = createLedger({ client, db: client.db(dbName), zones });
  await openBooks(ledger);
  return {
    ledger,
    settle: (cycle, account) => settleInBook(ledger, cycle, account),
    close: () => mongoose.disconnect(),
  };
});

async function settleInBook(
  ledger: Ledger,
  cycle: BillingCycle & { cut: number },
  id: string,
): Promise<void> {
  await mongoTransaction(async (session) => {
    const account = await ledger.collections.accounts.findOne({ _id: id }, { session });
    if (!account) throw new Error(`${id} is not in the database`);
    const read = await readInHand(ledger, cycle, account, session);
    if (!read) return;
    const balanceOf = async (name: string): Promise<Instrument['balance']> => {
      const { balance } = await book.balance({ account: nameInBook(id, name) }, { session });
      return parseAmount(balance.toFixed(book.precision));
    };
    const instruments: Instrument[] = [];
    for (const each of drawable(read.before.instruments, read.before)) {
      const name = each.kind === 'stored-value-card' ? card(each.id) : voucher(each.id);
      instruments.push({ ...each, balance: await balanceOf(name) });
    }
    const before = { ...read.before, instruments, cash: await balanceOf(cash) };
    const whole = takeAllSteps({ ...read, before });
    const entry = book.entry(`${cycle.day}/1`);
    const postings = [...openingPostings(before), ...whole.effects.flatMap(stepPostings)];
    for (const posting of postings) post(entry, id, posting);
    await entry.commit({ session });
    await ledger.collections.bills.updateMany(
      { _id: { $in: read.billIds }, settlement: null },
      { $set: { settlement: 1 } },
      { session },
    );
    await book.writelockAccounts([id], { session });
  }, transactionOptions);
}

function post(
  entry: ReturnType<Book['entry']>,
  account: string,
  { debit, credit, amount }: LedgerPosting,
): void {
  entry
    .debit(nameInBook(account, debit), Number(amount))
    .credit(nameInBook(account, credit), Number(amount));
}

/** What the import brought, before the clock starts. */
async function openBooks({ collections }: Ledger): Promise<void> {
  const held: { account: string; name: string; amount: number }[] = [];
  const hold = (account: string, name: string, balance: Parameters<typeof fromDecimal128>[0]) => {
    const amount = Number(fromDecimal128(balance));
    if (amount > 0) held.push({ account, name, amount });
  };
  for await (const { account, cash: balance } of collections.accounts.find())
    hold(account, cash, balance);
  for await (const { _id, account, balance } of collections.vouchers.find())
    hold(account, voucher(_id), balance);
  for await (const { _id, account, balance } of collections.storedValueCards.find())
    hold(account, card(_id), balance);
  while (held.length > 0) {
    const entry = book.entry(openingMemo);
    for (const { account, name, amount } of held.splice(-5_000))
      post(entry, account, { debit: opening, credit: name, amount: parseAmount(String(amount)) });
    await entry.commit();
  }
}
