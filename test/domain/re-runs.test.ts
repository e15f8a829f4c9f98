import fc from 'fast-check';
import { settlementSteps } from '../../domain/deduction-order.js';
import { add, parseAmount } from '../../domain/money.js';
import type { ImportRecord } from '../../domain/records.js';
import { afterStep, planSettlement, takeStep } from '../../domain/settlement-step.js';
import { statementOf, type AccountBooks } from '../support/domain-books.js';
import { accountRecords, day } from '../support/domain-arbitraries.js';
import { cents } from '../support/domain-cents.js';
import { forAllSettlements, settleAll } from '../support/domain-runs.js';
import { settleAccount } from '../support/domain-settle.js';

const nextDay = '2026-11-23';
const days = [day, nextDay];

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

/** Everything that anybody can see of the books, in an order that says nothing of the input's. */
function visible(all: Map<string, AccountBooks>): unknown {
  return [...all.values()]
    .toSorted((a, b) => (a.account < b.account ? -1 : 1))
    .map((books) => ({
      account: books.account,
      cash: books.cash,
      instruments: books.instruments.toSorted(byId).map(({ id, balance }) => ({ id, balance })),
      owed: books.owed,
      forfeited: [...books.forfeited].map(([id, amount]) => ({ id, amount })).toSorted(byId),
      statements: days.map((each) => statementOf(books, each)),
      charges: books.settled.flatMap(({ charges }) => charges),
    }));
}

describe('runs and re-runs', () => {
  it('the order of the input records does not matter', () => {
    const shuffled = fc
      .tuple(accountRecords('acct-1', days), accountRecords('acct-2', days))
      .chain(([first, second]) => {
        const records = [...first, ...second];
        return fc.tuple(
          fc.constant(records),
          fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
        );
      });
    fc.assert(
      fc.property(shuffled, ([records, other]) => {
        expect(visible(settleAll(other, days))).toEqual(visible(settleAll(records, days)));
      }),
      { numRuns: 200 },
    );
  });

  it('another account in the same import changes nothing for this one', () => {
    fc.assert(
      fc.property(accountRecords('acct-1'), accountRecords('acct-2'), (first, second) => {
        const [alone] = [...settleAll(first).values()];
        const together = settleAll([...second, ...first]).get('acct-1');
        expect(visible(new Map(together ? [['', together]] : []))).toEqual(
          visible(new Map(alone ? [['', alone]] : [])),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('a second run of the same day changes nothing', () => {
    fc.assert(
      fc.property(accountRecords('acct', days), (records) => {
        const books = settleAll(records, days);
        const before = visible(books);
        for (const own of books.values()) for (const each of days) settleAccount(own, each);
        expect(visible(books)).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('a step that is taken a second time takes nothing more', () => {
    forAllSettlements(({ before, effects }) => {
      let inHand = before;
      for (const { name } of settlementSteps) {
        const first = effects.get(name);
        if (!first) throw new Error(`no step ${name}`);
        inHand = afterStep(inHand, first);
        const again = takeStep(name, inHand);
        expect(again).toEqual({
          deductions: [],
          forfeits: [],
          charges: [],
          due: first.due,
          overdraft: first.overdraft,
        });
        expect(afterStep(inHand, again)).toEqual(inHand);
      }
    });
  });

  it('all steps taken again over a finished settlement take nothing more', () => {
    forAllSettlements(({ after, overdraft }) => {
      const plan = planSettlement(after);
      for (const { deductions, forfeits, charges } of plan.values())
        expect([...deductions, ...forfeits, ...charges]).toEqual([]);
      expect(plan.get('recordArrears')?.overdraft).toBe(overdraft);
    });
  });

  it('a plan is what the steps then do', () => {
    forAllSettlements(({ before, effects }) => {
      expect([...planSettlement(before)]).toEqual([...effects]);
    });
  });

  it('a step leaves what it was given as it was', () => {
    forAllSettlements(({ before, effects }) => {
      const copy = structuredClone(before);
      let inHand = before;
      for (const { name } of settlementSteps) {
        const step = takeStep(name, inHand);
        expect(step).toEqual(effects.get(name));
        inHand = afterStep(inHand, step);
      }
      expect(before).toEqual(copy);
    });
  });

  it('more balance never means more arrears, today or tomorrow', () => {
    const raised = accountRecords('acct', days).chain((records) =>
      fc.record({
        records: fc.constant(records),
        chosen: fc.nat({ max: records.length - 1 }),
        more: fc.constantFrom('0.01', '1.00', '10.00', '20.00', '500.00'),
      }),
    );
    fc.assert(
      fc.property(raised, ({ records, chosen, more }) => {
        const richer = records.map((each, index) => (index === chosen ? raise(each, more) : each));
        const [poor, rich] = [settleAll(records, days), settleAll(richer, days)];
        for (const each of days) {
          const [less] = [...rich.values()];
          const [plain] = [...poor.values()];
          expect(arrearsOf(less, each)).toBeLessThanOrEqual(arrearsOf(plain, each));
        }
      }),
      { numRuns: 600 },
    );
  });

  it('one more instrument never means more arrears, today or tomorrow', () => {
    fc.assert(
      fc.property(accountRecords('acct', days), fc.nat(), (records, seed) => {
        const instruments = records.filter(
          ({ kind }) => kind === 'voucher' || kind === 'storedValueCard',
        );
        const gone = instruments[seed % Math.max(1, instruments.length)];
        const [rich] = [...settleAll(records, days).values()];
        const [poor] = [
          ...settleAll(
            records.filter((each) => each !== gone),
            days,
          ).values(),
        ];
        for (const each of days)
          expect(arrearsOf(rich, each)).toBeLessThanOrEqual(arrearsOf(poor, each));
      }),
      { numRuns: 400 },
    );
  });

  it('a supplement bills its own lines once, and counts the spend settled before', () => {
    const withTwoBills = accountRecords().filter(
      (records) => records.filter(({ kind }) => kind === 'bill').length > 1,
    );
    fc.assert(
      fc.property(withTwoBills, (records) => {
        const late = records.findLast((each) => each.kind === 'bill');
        const [own] = [...settleAll(records.filter((each) => each !== late)).values()];
        const [whole] = [...settleAll(records).values()];
        if (!own || !whole || !late) throw new Error('nothing was settled');
        own.bills.push(late);
        const supplement = settleAccount(own, day);
        expect(supplement?.before).toMatchObject({
          n: 2,
          eligibleSpend: whole.settled[0]?.before.eligibleSpend,
        });
        expect(statementOf(own, day)?.total).toBe(statementOf(whole, day)?.total);
      }),
      { numRuns: 200 },
    );
  });
});

function raise(record: ImportRecord, more: string): ImportRecord {
  const amount = parseAmount(more);
  if (record.kind === 'account') return { ...record, cash: add(record.cash, amount) };
  if (record.kind === 'voucher' || record.kind === 'storedValueCard')
    return { ...record, balance: add(record.balance, amount) };
  return record;
}

function arrearsOf(books: AccountBooks | undefined, each: string): bigint {
  return books ? cents(statementOf(books, each)?.amounts.arrears ?? '0.00') : 0n;
}
