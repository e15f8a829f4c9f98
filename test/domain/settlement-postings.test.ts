import * as chart from '../../domain/chart-of-accounts.js';
import { parseAmount } from '../../domain/money.js';
import { openingPostings, stepPostings } from '../../domain/settlement-postings.js';
import { takeStep } from '../../domain/settlement-step.js';
import type { Settled } from '../support/domain-books.js';
import { inHandWith, lineOf } from '../support/domain-builders.js';
import { cents, centsOf } from '../support/domain-cents.js';
import { forAllSettlements } from '../support/domain-runs.js';

function postingsOf({ before, effects }: Settled): chart.LedgerPosting[] {
  return [...openingPostings(before), ...[...effects.values()].flatMap(stepPostings)];
}

/** What entered the ledger account less what left it, in cents. */
function net(postings: readonly chart.LedgerPosting[], account: string): bigint {
  return postings.reduce(
    (total, { debit, credit, amount }) =>
      total + (credit === account ? cents(amount) : 0n) - (debit === account ? cents(amount) : 0n),
    0n,
  );
}

describe('ledger postings of a settlement', () => {
  it('nothing is due once the last step has been posted', () => {
    forAllSettlements((settled) => {
      expect(net(postingsOf(settled), 'due')).toBe(0n);
    });
  });

  it('consumption is the sum of the rounded lines', () => {
    forAllSettlements((settled) => {
      expect(net(postingsOf(settled), 'consumption')).toBe(
        centsOf(settled.before.lines.map(({ amount }) => amount)),
      );
    });
  });

  it('cash, cards and vouchers leave by as much as their balances fall', () => {
    forAllSettlements((settled) => {
      const { before, after } = settled;
      const postings = postingsOf(settled);
      expect(net(postings, 'cash')).toBe(cents(after.cash) - cents(before.cash));
      before.instruments.forEach(({ kind, id, balance }, index) => {
        const account = `${kind === 'stored-value-card' ? 'card' : 'voucher'}:${id}`;
        expect(net(postings, account)).toBe(
          cents(after.instruments[index]?.balance ?? 'missing') - cents(balance),
        );
      });
    });
  });

  it('what is forfeited and what is owed stand on ledger accounts of their own', () => {
    forAllSettlements((settled) => {
      const { charges, forfeits, overdraft } = settled;
      const postings = postingsOf(settled);
      expect(net(postings, 'forfeited')).toBe(centsOf(forfeits.map(({ amount }) => amount)));
      expect(net(postings, 'overdraft')).toBe(-cents(overdraft));
      const refused = charges.filter(({ state }) => state === 'refused');
      expect(net(postings, 'cloudArrears')).toBe(-centsOf(refused.map(({ amount }) => amount)));
    });
  });

  it('a charge that waits for its vendor stands open by its amount, a refused one is closed', () => {
    forAllSettlements((settled) => {
      const postings = postingsOf(settled);
      for (const { key, state, amount } of settled.charges)
        expect(net(postings, `charge:${key}`)).toBe(state === 'refused' ? 0n : -cents(amount));
    });
  });

  it('no posting is of nothing, and none has one account on both sides', () => {
    forAllSettlements((settled) => {
      for (const { debit, credit, amount } of postingsOf(settled)) {
        expect(cents(amount)).toBeGreaterThan(0n);
        expect(debit).not.toBe(credit);
      }
    });
  });

  it('posts one line for each instrument, however many bill lines it paid', () => {
    const inHand = inHandWith({
      lines: [lineOf({ amount: '10.00' }), lineOf({ amount: '20.00', item: 'traces' })],
      eligibleSpend: parseAmount('30.00'),
      instruments: [
        {
          kind: 'full-reduction-voucher',
          id: 'FV',
          balance: parseAmount('50.00'),
          minSpend: parseAmount('30.00'),
          singleUse: true,
        },
      ],
    });
    expect(openingPostings(inHand)).toEqual([
      { debit: 'due', credit: 'consumption', amount: '30.00' },
    ]);
    expect(stepPostings(takeStep('applyFullReductionVouchers', inHand))).toEqual([
      { debit: 'voucher:FV', credit: 'due', amount: '30.00' },
      { debit: 'voucher:FV', credit: 'forfeited', amount: '20.00' },
    ]);
  });

  it('posts a refused charge to the cloud arrears', () => {
    const inHand = inHandWith({
      lines: [lineOf({ amount: '10.00', cloudAccount: 'aws-1' })],
      cloudAccounts: new Map([
        ['aws-1', { id: 'aws-1', provider: 'aws' as const, subscribed: false }],
      ]),
    });
    expect(stepPostings(takeStep('chargeCloudAccounts', inHand))).toEqual([
      { debit: 'charge:aws-1/2026-11-22/1', credit: 'due', amount: '10.00' },
      { debit: 'cloudArrears', credit: 'charge:aws-1/2026-11-22/1', amount: '10.00' },
    ]);
  });

  it('names the ledger account of every kind of instrument', () => {
    expect(chart.instrumentAccount('ordinary-voucher', 'v')).toBe('voucher:v');
    expect(chart.instrumentAccount('full-reduction-voucher', 'v')).toBe('voucher:v');
    expect(chart.instrumentAccount('stored-value-card', 'c')).toBe('card:c');
    expect(chart.instrumentAccount('cash', 'acct')).toBe('cash');
    expect(chart.instrumentAccount('cloud-account', 'aws', 'k')).toBe('charge:k');
    expect(chart.posting('a', 'b', parseAmount('0'))).toEqual([]);
  });
});
