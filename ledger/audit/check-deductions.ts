import { cycleEnd } from '../../domain/billing-cycle.js';
import { mayPay } from '../../domain/deduction-order.js';
import { isValidAt, meetsThreshold, type Instrument } from '../../domain/instrument.js';
import { isZero, type Amount } from '../../domain/money.js';
import { takenByInstrument, type Deduction } from '../../domain/settlement.js';
import type { Ledger } from '../ledger-context.js';
import type { AccountBooks } from './account-books.js';
import type { Report } from './difference.js';
import type { WholeSettlement } from './whole-settlement.js';

const check = 'deduction';

/** Who paid a line was allowed to, and took no more than there was (domain rules 4 to 6). */
export function checkDeductions(
  books: AccountBooks,
  settlements: readonly WholeSettlement[],
  { report, zones }: { report: Report; zones: Ledger['zones'] },
): void {
  const instruments = instrumentsOf(books);
  for (const whole of settlements) {
    const { id, settlement, lines, deductions, left } = whole;
    const wrong = (expected: string, found: string): void => report({ check, id, expected, found });
    for (const each of deductions) {
      const line = lines[each.line];
      if (!line) continue;
      const text = `${each.kind} ${each.id} of ${each.amount} on line ${each.line}`;
      if (isZero(each.amount)) wrong('an amount above zero', text);
      if (!mayPay(each.kind, line))
        wrong(`a payer of ${line.item} by ${line.method} settlement`, text);
      if (each.kind === 'cloud-account' && each.id !== line.cloudAccount)
        wrong(`cloud account ${line.cloudAccount ?? 'none'}`, text);
      if (each.kind === 'cash' && each.id !== books.id) wrong(`the cash of ${books.id}`, text);
    }
    left.forEach((rest, line) => {
      if (rest === undefined)
        wrong(`at most ${lines[line]?.amount} taken for line ${line}`, 'more');
      else if (whole.ended && !isZero(rest) && lines[line] && !mayPay('overdraft', lines[line]))
        wrong(`line ${line} paid by its cloud account`, `${rest} left`);
    });
    const end = endOf(settlement, zones);
    for (const taken of takenByInstrument(deductions))
      checkInstrument(taken, { instruments, end, whole }, report);
  }
}

type PayingInstrument = Pick<
  Instrument,
  'kind' | 'id' | 'balance' | 'minSpend' | 'startsAt' | 'expiresAt'
>;

function instrumentsOf(books: AccountBooks): Map<string, PayingInstrument> {
  const vouchers = books.vouchers.map(
    ({ _id, type, balance, minSpend, validFrom, expiresAt }): PayingInstrument => ({
      kind: type === 'ordinary' ? 'ordinary-voucher' : 'full-reduction-voucher',
      id: _id,
      balance,
      minSpend,
      startsAt: validFrom,
      expiresAt,
    }),
  );
  const cards = books.storedValueCards.map(
    ({ _id, balance, purchasedAt, expiresAt }): PayingInstrument => ({
      kind: 'stored-value-card',
      id: _id,
      balance,
      startsAt: purchasedAt,
      expiresAt,
    }),
  );
  return new Map([...vouchers, ...cards].map((each) => [`${each.kind} ${each.id}`, each]));
}

function checkInstrument(
  { kind, id: instrumentId }: Pick<Deduction, 'kind' | 'id'>,
  {
    instruments,
    end,
    whole,
  }: {
    instruments: ReadonlyMap<string, PayingInstrument>;
    end: ReturnType<typeof cycleEnd>;
    whole: WholeSettlement;
  },
  report: Report,
): void {
  if (kind === 'cash' || kind === 'cloud-account') return;
  const { id, settlement } = whole;
  const name = `${kind} ${instrumentId}`;
  const instrument = instruments.get(name);
  const spend: Amount = settlement.eligibleSpend;
  if (!instrument) report({ check, id, expected: 'an instrument that exists', found: name });
  else if (!isValidAt(instrument, end))
    report({ check, id, expected: `an instrument valid at ${end}`, found: name });
  else if (!meetsThreshold(instrument, spend))
    report({ check, id, expected: `a threshold of at most ${spend}`, found: name });
}

const ends = new Map<string, ReturnType<typeof cycleEnd>>();

/** The time zone's arithmetic is slow and the days are few. */
function endOf(
  { currency, cycle }: WholeSettlement['settlement'],
  zones: Ledger['zones'],
): ReturnType<typeof cycleEnd> {
  const key = `${zones[currency]} ${cycle}`;
  const end = ends.get(key) ?? cycleEnd(cycle, zones[currency]);
  ends.set(key, end);
  return end;
}
