import fc from 'fast-check';
import { settlementSteps } from '../../domain/deduction-order.js';
import { amountsOf, totalOf } from '../../domain/statement.js';
import { dueOf } from '../../domain/settlement.js';
import { statementOf } from '../support/domain-books.js';
import { accountRecords, day } from '../support/domain-arbitraries.js';
import { cents, centsOf, roundedCents } from '../support/domain-cents.js';
import { balanceOf, forAllSettlements, settleAll } from '../support/domain-runs.js';

const columns = [
  'ordinaryVouchers',
  'fullReductionVouchers',
  'storedValueCards',
  'cash',
  'cloudAccount',
  'arrears',
] as const;

describe('conservation', () => {
  it('every line is its deductions and what is owed of it, to the cent', () => {
    forAllSettlements(({ before, after, deductions }) => {
      before.lines.forEach(({ amount }, index) => {
        const taken = deductions.filter(({ line }) => line === index);
        expect(
          centsOf(taken.map((each) => each.amount)) + cents(after.due[index] ?? 'missing'),
        ).toBe(cents(amount));
      });
    });
  });

  it('every deduction is above zero and belongs to a line of the settlement', () => {
    forAllSettlements(({ before, deductions }) => {
      for (const { line, amount } of deductions) {
        expect(cents(amount)).toBeGreaterThan(0n);
        expect(before.lines[line]).toBeDefined();
      }
    });
  });

  it('every workspace pays the sum of its rounded lines, no cent more', () => {
    fc.assert(
      fc.property(accountRecords(), (records) => {
        const row = statementOf([...settleAll(records).values()][0] ?? fail(), day);
        const bills = records.filter((each) => each.kind === 'bill');
        expect((row?.workspaces ?? []).length).toBe(bills.length);
        for (const { workspace, total, amounts } of row?.workspaces ?? []) {
          const lines = bills.find((each) => each.workspace === workspace)?.lines ?? [];
          const billed = lines.reduce((sum, { amount }) => sum + roundedCents(amount), 0n);
          expect(centsOf(columns.map((column) => amounts[column]))).toBe(billed);
          expect(cents(total)).toBe(billed);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('every column of an account is the sum of that column of its workspaces', () => {
    forAllSettlements((_, books) => {
      const row = statementOf(books, day) ?? fail();
      for (const column of columns)
        expect(cents(row.amounts[column])).toBe(
          centsOf(row.workspaces.map(({ amounts }) => amounts[column])),
        );
    });
  });

  it('every instrument loses what it paid and what was forfeited, nothing else', () => {
    forAllSettlements(({ before, after, deductions, forfeits }) => {
      for (const { kind, id, balance } of before.instruments) {
        const paid = deductions.filter((each) => each.kind === kind && each.id === id);
        const forfeited = forfeits.filter(
          (each) => kind === 'full-reduction-voucher' && each.id === id,
        );
        expect(
          centsOf([...paid, ...forfeited].map(({ amount }) => amount)) +
            cents(balanceOf(after.instruments, { kind, id })),
        ).toBe(cents(balance));
      }
      expect(after.instruments).toHaveLength(before.instruments.length);
    });
  });

  it('cash loses exactly what the statement says was paid in cash', () => {
    forAllSettlements(({ before, after, deductions }) => {
      const paid = deductions.filter(({ kind }) => kind === 'cash');
      expect(cents(before.cash) - cents(after.cash)).toBe(
        centsOf(paid.map(({ amount }) => amount)),
      );
    });
  });

  it('no balance and nothing due ever falls below zero', () => {
    forAllSettlements(({ after }) => {
      // `cents` throws for whatever carries a sign.
      expect(cents(after.cash)).toBeGreaterThanOrEqual(0n);
      for (const { balance } of after.instruments)
        expect(cents(balance)).toBeGreaterThanOrEqual(0n);
      for (const due of after.due) expect(cents(due)).toBeGreaterThanOrEqual(0n);
    });
  });

  it('what is owed is exactly what is left of the lines after every step', () => {
    forAllSettlements(({ after, overdraft }) => {
      expect(cents(overdraft)).toBe(centsOf(after.due));
    });
  });

  it('cash and an overdraft are never both there after a settlement', () => {
    forAllSettlements(({ after, overdraft }) => {
      expect(after.cash === '0.00' || overdraft === '0.00').toBe(true);
    });
  });

  it('what is left of each line follows from the stored deductions alone, after every step', () => {
    forAllSettlements(({ before, after, effects, deductions }) => {
      expect(dueOf(before.lines, deductions)).toEqual(after.due);
      let taken: typeof deductions = [];
      for (const { name } of settlementSteps) {
        const step = effects.get(name) ?? fail();
        taken = [...taken, ...step.deductions];
        expect(dueOf(before.lines, taken)).toEqual(step.due);
      }
    });
  });

  it('the columns of a settlement, with what is owed, add up to its total', () => {
    forAllSettlements(({ before, deductions, overdraft }) => {
      expect(cents(totalOf(amountsOf(deductions))) + cents(overdraft)).toBe(
        centsOf(before.lines.map(({ amount }) => amount)),
      );
    });
  });

  it('every line is rounded half-up from what its bill says', () => {
    fc.assert(
      fc.property(accountRecords(), (records) => {
        const bills = records.filter((each) => each.kind === 'bill');
        for (const { settled } of settleAll(records).values())
          for (const { before } of settled)
            for (const { workspace, lines } of bills)
              expect(
                before.lines
                  .filter((line) => line.workspace === workspace)
                  .map(({ item, amount }) => [item, cents(amount)]),
              ).toEqual(lines.map(({ item, amount }) => [item, roundedCents(amount)]));
      }),
      { numRuns: 100 },
    );
  });
});

function fail(): never {
  throw new Error('nothing was settled');
}
