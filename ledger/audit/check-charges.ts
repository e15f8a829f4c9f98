import * as chart from '../../domain/chart-of-accounts.js';
import { chargeKey, standingOf } from '../../domain/cloud-charge.js';
import { add, minorUnits, sum, zero, type Amount } from '../../domain/money.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';
import { LedgerSums } from './ledger-sums.js';
import type { WholeSettlement } from './whole-settlement.js';

const check = 'cloud charge';

type Charge = AccountBooks['cloudCharges'][number];

/** One charge for each cloud account of a settlement, with the share of each workspace (domain rule 9). */
export function checkCharges(
  books: AccountBooks,
  settlements: readonly WholeSettlement[],
  report: Report,
): void {
  const expected = new Set<string>();
  for (const whole of settlements) {
    const shares = sharesOf(whole);
    const standing = whole.charges.filter(({ state }) => state !== 'replaced');
    const stored = new Map(standing.map((charge) => [charge.cloudAccount, charge]));
    for (const cloudAccount of shares.keys()) {
      const { cycle, n } = whole.settlement;
      for (const each of whole.charges)
        if (each.cloudAccount === cloudAccount) expected.add(each.key);
      const charge = stored.get(cloudAccount);
      if (!charge)
        report({
          check,
          id: whole.id,
          expected: `cloudCharges ${chargeKey({ cloudAccount, day: cycle, n })}`,
          found: 'none',
        });
      else {
        checkCharge(charge, shares.get(cloudAccount) ?? new Map(), report);
        checkListed(charge, whole, report);
      }
    }
  }
  if (books.cloudCharges.length === 0) return;
  const sums = new LedgerSums(books.entries.flatMap(({ postings }) => postings));
  for (const charge of books.cloudCharges) {
    checkOwner(charge, books, report);
    checkLedger(charge, sums, report);
    if (!expected.has(charge.key))
      report({
        check,
        id: `cloudCharges ${charge._id}`,
        expected: 'a settlement whose deductions it charges',
        found: 'none',
      });
  }
}

/** What each workspace has on each cloud account. */
function sharesOf({ lines, deductions }: WholeSettlement): Map<string, Map<string, Amount>> {
  const shares = new Map<string, Map<string, Amount>>();
  for (const { kind, id, line, amount } of deductions) {
    if (kind !== 'cloud-account') continue;
    const workspace = lines[line]?.workspace ?? '';
    const ofAccount = shares.get(id) ?? new Map<string, Amount>();
    ofAccount.set(workspace, add(ofAccount.get(workspace) ?? zero, amount));
    shares.set(id, ofAccount);
  }
  return shares;
}

function checkCharge(charge: Charge, shares: ReadonlyMap<string, Amount>, report: Report): void {
  const id = `cloudCharges ${charge._id}`;
  expectSame(report, {
    check,
    id,
    of: 'shares',
    expected: sharesText(shares),
    found: sharesText(charge.shares.map(({ workspace, amount }) => [workspace, amount])),
  });
  const expected = sum(shares.values());
  expectSame(report, { check, id, of: 'amount', expected, found: charge.amount });
  expectSame(report, {
    check,
    id,
    of: 'units',
    expected: minorUnits(charge.amount),
    found: charge.units,
  });
}

function sharesText(shares: Iterable<[string, Amount]>): string {
  return [...shares]
    .map(([workspace, amount]) => `${workspace} ${amount}`)
    .toSorted()
    .join(', ');
}

/** The settlement keeps the charge's amount and state as well. */
function checkListed(charge: Charge, { id, settlement }: WholeSettlement, report: Report): void {
  const listed = settlement.charges
    .filter(({ key }) => key === charge.key)
    .map(({ cloudAccount, amount, state }) => `${cloudAccount} ${amount} ${state}`);
  expectSame(report, {
    check,
    id,
    of: `charge ${charge.key}`,
    expected: `${charge.cloudAccount} ${charge.amount} ${standingOf(charge.state)}`,
    found: listed.join('; ') || 'none',
  });
}

function checkOwner(charge: Charge, books: AccountBooks, report: Report): void {
  const id = `cloudCharges ${charge._id}`;
  const { cloudAccount, cycle, n, key } = charge;
  expectSame(report, { check, id, of: 'key', expected: charge._id, found: key });
  expectSame(report, {
    check,
    id,
    of: 'key',
    expected: chargeKey({ cloudAccount, day: cycle, n }),
    found: key.replace(/\/r\d+$/, ''),
  });
  if (charge.state === 'replaced')
    expectSame(report, {
      check,
      id,
      of: 'replaced by',
      expected: charge.replacedBy ?? 'another charge',
      found: books.cloudCharges.find((each) => each.key === charge.replacedBy)?.key ?? 'none',
    });
  const [account] = books.accounts;
  if (account)
    expectSame(report, {
      check,
      id,
      of: 'currency',
      expected: account.currency,
      found: charge.currency,
    });
  const registered = books.cloudAccounts.find(({ _id }) => _id === cloudAccount);
  if (!books.unreadable.has('cloudAccounts'))
    expectSame(report, {
      check,
      id,
      of: `cloud account ${cloudAccount} of`,
      expected: registered?.provider ?? 'its provider',
      found: registered ? charge.provider : 'none',
    });
}

/** Stored, it stands open in the ledger until its vendor has decided. */
function checkLedger({ _id, key, amount, state }: Charge, sums: LedgerSums, report: Report): void {
  const id = `cloudCharges ${_id}`;
  const side = chart.charge(key);
  expectSame(report, {
    check,
    id,
    of: 'in the ledger',
    expected: sums.debits(side),
    found: amount,
  });
  expectSame(report, {
    check,
    id,
    of: 'decided in the ledger',
    expected: sums.credits(side),
    found: standingOf(state) === 'charging' ? zero : amount,
  });
}
