import { stepsDone } from '../../domain/deduction-order.js';
import { add, isZero, zero } from '../../domain/money.js';
import { amountsOf, statementColumns } from '../../domain/statement.js';
import { expectSame, type Report } from './difference.js';
import { unpaid, type WholeSettlement } from './whole-settlement.js';

const check = 'settlement';

/** What a settlement says of itself is what its lines and deductions come to (invariant 1). */
export function checkTotals(settlements: readonly WholeSettlement[], report: Report): void {
  for (const whole of settlements) {
    const { id, settlement, deductions, ended } = whole;
    const { step, state, charges, owed, owes } = settlement;
    const same = (of: string, expected: string | number | boolean, found: typeof expected): void =>
      void expectSame(report, { check, id, of, expected, found });
    const refused = new Set(
      charges.filter((each) => each.state === 'refused').map(({ cloudAccount }) => cloudAccount),
    );
    const columns = amountsOf(deductions, refused);
    const rest = unpaid(whole);
    if (ended) columns.arrears = add(columns.arrears, rest);
    for (const column of statementColumns) same(column, columns[column], settlement.totals[column]);
    same('due', ended ? zero : rest, settlement.due);
    same('owes', !isZero(owed.overdraft) || !isZero(owed.cloud), owes);
    same('settledAt is there', ended, settlement.settledAt !== undefined);
    same('has done every step', ended, step === stepsDone);
    if (ended)
      same('state', charges.some((each) => each.state === 'charging') ? 'charging' : 'done', state);
  }
}
