import type { ClientSession } from 'mongodb';
import type { Day } from '../domain/billing-cycle.js';
import type { CloudAccount } from '../domain/cloud-charge.js';
import { sum, type Amount } from '../domain/money.js';
import { accountInvariant, invariant } from '../domain/settlement-error.js';
import { openingPostings } from '../domain/settlement-postings.js';
import { eligibleSpendOf, type SettlementLine } from '../domain/settlement.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type { AccountDocument, BillDocument, WorkspaceDocument } from './documents.js';
import type {
  EntryDocument,
  SettlementDocument,
  SettlementPartDocument,
} from './settlement-documents.js';
import { heldBy, type Holding } from './holds.js';
import { checkStamp, settlementLines } from './bill-lines.js';
import { emptySettlement } from './empty-settlement.js';
import type { SettlementHead } from './in-hand.js';
import { chainEntry } from './journal.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import type { StoredInstruments } from './load-instruments.js';
import { lineToDocument, linesInPart } from './settlement-mapping.js';
import { insertEach, updateEach, type UpdateOne } from './write-commands.js';

export interface Opened {
  /** Settlements that this call opened and that go on at once. */
  opened: OpenedSettlement[];
  /** Those that wait for an earlier day, and which. */
  waiting: { account: string; day: Day }[];
  /** Accounts that another workflow settles. */
  elsewhere: string[];
  /** What may pay those that were opened. */
  payers: { stored: StoredInstruments; cloudAccounts: ReadonlyMap<string, CloudAccount> };
}

export interface OpenedSettlement {
  /** As the opening left it. */
  account: AccountDocument;
  settlement: SettlementHead;
  eligibleSpend: Amount;
  lines: SettlementLine[];
}

export type KnownSettlement = Pick<
  SettlementDocument,
  '_id' | 'account' | 'n' | 'owner' | 'step' | 'eligibleSpend'
>;

export interface OpeningFacts {
  bills: Map<string, BillDocument[]>;
  known: Map<string, KnownSettlement[]>;
  holdings: Map<string, Holding[]>;
  workspaces: Map<string, WorkspaceDocument>;
}

/** What opening a list of accounts changes, collected to be stored in one go. */
export interface Opening {
  result: Opened;
  settlements: SettlementDocument[];
  /** Of accounts that were set aside before their settlement was opened: these take their place. */
  replaced: UpdateOne<SettlementDocument>[];
  accounts: UpdateOne<AccountDocument>[];
  entries: EntryDocument[];
  parts: SettlementPartDocument[];
  /** Bills that supplement n of their account takes. */
  claims: Map<number, string[]>;
}

export function newOpening(): Opening {
  return {
    result: {
      opened: [],
      waiting: [],
      elsewhere: [],
      payers: { stored: { vouchers: new Map(), cards: new Map() }, cloudAccounts: new Map() },
    },
    settlements: [],
    replaced: [],
    accounts: [],
    entries: [],
    parts: [],
    claims: new Map(),
  };
}

interface OpeningContext {
  ledger: Ledger;
  work: CohortWork;
  facts: OpeningFacts;
}

export function openOne(opening: Opening, account: AccountDocument, context: OpeningContext): void {
  const id = account.account;
  const { work, facts } = context;
  accountInvariant(account.currency === work.currency, id, `its currency is not ${work.currency}`);
  const known = facts.known.get(id) ?? [];
  const stub = known.find((each) => each.step === 0);
  const bills = facts.bills.get(id) ?? [];
  // Without bills here, another workflow took them before this one had the lock.
  const taken = bills.length === 0 && known.some(({ owner }) => owner !== work.owner);
  if (taken || (stub && stub.owner !== work.owner)) {
    opening.result.elsewhere.push(id);
    return;
  }
  if (bills.length === 0) return;
  for (const bill of bills) checkStamp(bill, facts.workspaces.get(bill.workspace));
  const before = known.filter((each) => each.step > 0).toSorted((a, b) => b.n - a.n);
  const n = stub?.n ?? Math.max(0, ...known.map((each) => each.n)) + 1;
  const lines = settlementLines(bills);
  // The spend kept with the supplement before contains that of all before it (domain rule 15).
  const earlier = before[0] ? [fromDecimal128(before[0].eligibleSpend)] : [];
  const eligibleSpend = sum([eligibleSpendOf(lines), ...earlier]);
  const waitsFor = heldBy(facts.holdings.get(id) ?? [], { day: work.day, n });
  const settlement = settlementDocument({
    id,
    work,
    n,
    lines,
    eligibleSpend,
    waitsFor,
    bills: bills.length,
  });
  const openedAt = context.ledger.now();
  const entry = chainEntry(account, {
    account: id,
    key: `${work.day}/${n}/openSettlements`,
    currency: work.currency,
    cycle: work.day,
    n,
    postings: openingPostings({ lines }),
    at: openedAt,
  });
  const complete = { ...settlement, openedAt };
  const { _id: newId, ...content } = complete;
  if (stub)
    opening.replaced.push({
      updateOne: { filter: { _id: newId, owner: work.owner, step: 0 }, update: { $set: content } },
    });
  else opening.settlements.push(complete);
  opening.parts.push(...furtherParts(complete, lines));
  const kept = { entries: entry.number, head: entry.hash };
  opening.accounts.push({ updateOne: { filter: { _id: id }, update: { $set: kept } } });
  opening.entries.push(entry);
  // A settlement that was set aside has its bills already, but not those of a later import.
  const unclaimed = bills.filter((bill) => bill.settlement === null).map(({ _id }) => _id);
  if (unclaimed.length > 0) opening.claims.set(n, [...(opening.claims.get(n) ?? []), ...unclaimed]);
  // Who goes on has its lines in another form already.
  const head = { ...complete, lines: [], deductions: [] };
  if (waitsFor === undefined)
    opening.result.opened.push({
      account: { ...account, ...kept },
      settlement: head,
      eligibleSpend,
      lines,
    });
  else opening.result.waiting.push({ account: id, day: waitsFor });
}

export async function storeOpening(
  ledger: Ledger,
  opening: Opening,
  session: ClientSession,
): Promise<void> {
  const { accounts, settlements, settlementParts, entries, bills } = ledger.collections;
  if (opening.accounts.length === 0) return;
  await insertEach(ledger, settlements, { documents: opening.settlements, session });
  const replaced = await updateEach(ledger, settlements, { updates: opening.replaced, session });
  invariant(
    replaced === opening.replaced.length,
    'a settlement was taken over while it was opened',
  );
  await updateEach(ledger, accounts, { updates: opening.accounts, session });
  await insertEach(ledger, entries, { documents: opening.entries, session });
  await insertEach(ledger, settlementParts, { documents: opening.parts, session });
  for (const [n, ids] of opening.claims) {
    const claimed = await bills.updateMany(
      { _id: { $in: ids }, settlement: null },
      { $set: { settlement: n } },
      { session },
    );
    invariant(
      claimed.modifiedCount === ids.length,
      'a bill was taken by another settlement meanwhile',
    );
  }
}

function settlementDocument(content: {
  id: string;
  work: CohortWork;
  n: number;
  lines: readonly SettlementLine[];
  eligibleSpend: Amount;
  waitsFor: Day | undefined;
  bills: number;
}): Omit<SettlementDocument, 'openedAt'> {
  const { id, work, n, lines, eligibleSpend, waitsFor, bills } = content;
  const total = toDecimal128(sum(lines.map(({ amount }) => amount)));
  return {
    ...emptySettlement({ account: id, work, n, bills }),
    step: 1,
    state: waitsFor === undefined ? 'open' : 'waiting',
    ...(waitsFor === undefined ? {} : { delayed: true, reason: `waits for ${waitsFor}` }),
    total,
    due: total,
    eligibleSpend: toDecimal128(eligibleSpend),
    cloud: lines.some(({ method }) => method === 'cloud'),
    lines: lines.slice(0, linesInPart).map(lineToDocument),
    parts: Math.max(0, Math.ceil(lines.length / linesInPart) - 1),
  };
}

function furtherParts(
  settlement: SettlementDocument,
  lines: readonly SettlementLine[],
): SettlementPartDocument[] {
  return Array.from({ length: settlement.parts }, (_, index) => {
    const part = index + 1;
    return {
      _id: `${settlement._id}/${part}`,
      account: settlement.account,
      settlement: settlement._id,
      part,
      lines: lines.slice(part * linesInPart, (part + 1) * linesInPart).map(lineToDocument),
      deductions: [],
    };
  });
}
