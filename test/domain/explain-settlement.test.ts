import fc from 'fast-check';
import { mayPay, settlementSteps, stepNumber, stepsDone } from '../../domain/deduction-order.js';
import {
  explainSettlement,
  instrumentKey,
  turnsOf,
  type ExplainedLine,
  type InstrumentFacts,
  type SettlementFacts,
  type StepDeduction,
} from '../../domain/explain-settlement.js';
import { reasonInWords } from '../../domain/explain-words.js';
import type { Instrument } from '../../domain/instrument.js';
import { compare, isZero, parseAmount, sum, type Amount } from '../../domain/money.js';
import { afterStep, takeStep, type SettlementInHand } from '../../domain/settlement-step.js';
import { accountRecords } from '../support/domain-arbitraries.js';
import { inHandWith, lineOf } from '../support/domain-builders.js';
import { settleAll } from '../support/domain-runs.js';

describe('an explanation', () => {
  it('has for each line and instrument a deduction or a reason, never both', () => {
    forAllExplained(({ facts, lines }) => {
      for (const { paid, unpaid } of lines) {
        const payers = new Set(paid.map(instrumentKey));
        const others = unpaid.map(instrumentKey);
        expect(others.filter((each) => payers.has(each))).toEqual([]);
        expect(new Set([...payers, ...others]).size).toBe(facts.instruments.length);
        expect(others).toHaveLength(new Set(others).size);
      }
    });
  });

  it('needs nothing that the engine does not know: nobody came after', () => {
    forAllExplained(({ lines }) => {
      const kinds = lines.flatMap(({ unpaid }) => unpaid.map(({ reason }) => reason.kind));
      expect(kinds).not.toContain('came-after');
      expect(kinds).not.toContain('turn-not-come');
      expect(kinds).not.toContain('not-in-order');
    });
  });

  it('says that a line was paid already only where earlier payers paid all of it', () => {
    forAllReasons('paid-already', ({ facts, line, reason, paid, instrument }) => {
      const by = new Set(reason.by.map(instrumentKey));
      const amounts = paid.filter((each) => by.has(instrumentKey(each)));
      const [firstTurn = 'recordArrears'] = turnsOf(instrument.kind);
      for (const { step } of amounts)
        expect(stepNumber(step)).toBeLessThanOrEqual(stepNumber(firstTurn));
      expect(sum(amounts.map(({ amount }) => amount))).toBe(facts.lines[line]?.amount);
    });
  });

  it('says used up only of what earlier lines took all of', () => {
    forAllReasons('used-up', ({ facts, line, instrument, lines }) => {
      const taken = lines.flatMap(({ paid }) =>
        paid.filter((each) => instrumentKey(each) === instrumentKey(instrument)),
      );
      expect(taken.every((each) => each.line < line)).toBe(true);
      expect(sum(taken.map(({ amount }) => amount))).toBe(mostOf(instrument));
      expect(facts.lines[line]).toBeDefined();
    });
  });

  it('says empty only of what had nothing', () => {
    forAllReasons('empty', ({ instrument }) => expect(mostOf(instrument)).toBe('0.00'));
  });

  it('says expired, not valid yet and below the threshold as the rules compare', () => {
    forAllReasons('expired', ({ facts, reason }) => expect(reason.at < facts.end).toBe(true));
    forAllReasons('not-valid-yet', ({ facts, reason, instrument }) => {
      expect(reason.from >= facts.end).toBe(true);
      expect(instrument.kind).not.toBe('stored-value-card');
    });
    forAllReasons('below-threshold', ({ facts, reason, instrument }) => {
      expect(compare(reason.minSpend, facts.eligibleSpend)).toBe(1);
      expect(instrument.kind).toBe('full-reduction-voucher');
    });
  });

  it('of what has something left and may pay the line says that it was paid already, or cost nothing', () => {
    forAllExplained(({ facts, lines, after }) => {
      for (const { line, unpaid } of lines) {
        for (const { kind, id, reason } of unpaid) {
          const left = after.instruments.find((each) => each.kind === kind && each.id === id);
          const of = facts.lines[line];
          if (!left || isZero(left.balance) || !of || !mayPay(kind, of)) continue;
          expect([
            'paid-already',
            'nothing-to-pay',
            'expired',
            'not-valid-yet',
            'below-threshold',
          ]).toContain(reason.kind);
        }
      }
    });
  });
});

describe('the reasons of worked examples', () => {
  it('2: an ordinary voucher never pays SMS, although 500 is on it', () => {
    const lines = [lineOf({ amount: '18.70', item: 'sms' })];
    expect(
      reasonsOf({ lines, cash: parseAmount('10.00'), instruments: [ordinary('ov', '500.00')] }),
    ).toEqual([['ordinary-voucher ov: a voucher never pays restricted items such as sms']]);
  });

  it('4: a threshold of 100.00 is above the eligible 80.00', () => {
    const lines = [lineOf({ amount: '80.00' }), lineOf({ amount: '30.00', item: 'sms' })];
    const instruments: Instrument[] = [
      {
        ...ordinary('fv', '20.00'),
        kind: 'full-reduction-voucher',
        minSpend: parseAmount('100.00'),
      },
      { kind: 'stored-value-card', id: 'c', balance: parseAmount('200.00') },
    ];
    expect(reasonsOf({ lines, eligibleSpend: parseAmount('80.00'), instruments })).toEqual([
      [
        'full-reduction-voucher fv: its threshold 100.00 is above the eligible spend of the day, 80.00',
        'cash acct: it comes later in the order, and the line was paid already by stored-value card c',
      ],
      [
        'full-reduction-voucher fv: a voucher never pays restricted items such as sms',
        'cash acct: it comes later in the order, and the line was paid already by stored-value card c',
      ],
    ]);
  });

  it('7: one has expired, and cash comes later', () => {
    const lines = [lineOf({ amount: '60.00' })];
    const instruments: Instrument[] = [
      { ...ordinary('A', '10.00'), expiresAt: at('2026-12-01T00:00:00.000Z') },
      ordinary('B', '100.00'),
      { ...ordinary('C', '40.00'), expiresAt: at('2026-11-22T15:59:59.000Z') },
    ];
    expect(reasonsOf({ lines, instruments, cash: parseAmount('1.00') })).toEqual([
      [
        'ordinary-voucher C: it expired at 2026-11-22T15:59:59.000Z, before the end of the day (2026-11-22T16:00:00.000Z)',
        'cash acct: it comes later in the order, and the line was paid already by ordinary voucher A, ordinary voucher B',
      ],
    ]);
  });

  it('12: cash never pays a cloud workspace; 14: a voucher is used up by earlier lines', () => {
    const cloudAccounts = new Map([
      ['ali', { id: 'ali', provider: 'alibaba-cloud' as const, subscribed: true }],
    ]);
    const lines = [
      lineOf({ amount: '100.00', cloudAccount: 'ali' }),
      lineOf({ amount: '20.00', item: 'logs', cloudAccount: 'ali' }),
    ];
    expect(
      reasonsOf({
        lines,
        cloudAccounts,
        instruments: [ordinary('ov', '30.00')],
        cash: parseAmount('500.00'),
      }),
    ).toEqual([
      ['cash acct: cash never pays a workspace that settles with a cloud account (ali)'],
      [
        'ordinary-voucher ov: it was used up by earlier lines of the day',
        'cash acct: cash never pays a workspace that settles with a cloud account (ali)',
      ],
    ]);
  });

  it('17: a line that rounds to nothing is paid by nobody; in Chinese as well', () => {
    const lines = [lineOf({ amount: '0.00' })];
    const cash = parseAmount('1.00');
    expect(reasonsOf({ lines, cash })).toEqual([
      ['cash acct: the line rounds to 0.00: there is nothing to pay'],
    ]);
    expect(reasonsOf({ lines, cash }, 'zh')).toEqual([
      ['cash acct: 该明细四舍五入后为 0.00，无需支付'],
    ]);
  });
});

interface Explained {
  facts: SettlementFacts;
  lines: ExplainedLine[];
  after: SettlementInHand;
}

function forAllExplained(law: (explained: Explained) => void): void {
  fc.assert(
    fc.property(accountRecords(), (records) => {
      for (const books of settleAll(records).values())
        for (const { before, parked } of books.settled) if (!parked) law(explain(before));
    }),
    { numRuns: 200 },
  );
}

type Reason = ExplainedLine['unpaid'][number]['reason'];

function forAllReasons<K extends Reason['kind']>(
  kind: K,
  law: (
    found: Explained & {
      line: number;
      paid: StepDeduction[];
      instrument: InstrumentFacts;
      reason: Extract<Reason, { kind: K }>;
    },
  ) => void,
): void {
  let found = 0;
  forAllExplained((explained) => {
    for (const { line, paid, unpaid } of explained.lines) {
      for (const each of unpaid) {
        if (each.reason.kind !== kind) continue;
        const instrument = explained.facts.instruments.find(
          (other) => instrumentKey(other) === instrumentKey(each),
        );
        if (!instrument) throw new Error(`no ${instrumentKey(each)}`);
        const reason = each.reason as Extract<Reason, { kind: K }>;
        law({ ...explained, line, paid, instrument, reason });
        found++;
      }
    }
  });
  expect(found).toBeGreaterThan(0);
}

/** Walks the engine and notes what each step met. */
function explain(inHand: SettlementInHand): Explained {
  const before = new Map<string, Map<string, Amount>>();
  const deductions: StepDeduction[] = [];
  let now = inHand;
  for (const { name } of settlementSteps) {
    for (const each of [...now.instruments, cashOf(now)]) {
      const own = before.get(instrumentKey(each)) ?? new Map<string, Amount>();
      before.set(instrumentKey(each), own.set(name, each.balance));
    }
    const effects = takeStep(name, now);
    deductions.push(...effects.deductions.map((each) => ({ ...each, step: name })));
    now = afterStep(now, effects);
  }
  const instruments = [...inHand.instruments, cashOf(inHand)].map(
    ({ balance: _balance, ...each }): InstrumentFacts => ({
      ...each,
      came: true,
      before: new Map(
        turnsOf(each.kind).map((step) => [
          step,
          before.get(instrumentKey(each))?.get(step) ?? parseAmount('0.00'),
        ]),
      ),
    }),
  );
  const clouds = [...inHand.cloudAccounts.keys()].map((id): InstrumentFacts => ({
    kind: 'cloud-account',
    id,
    came: true,
    before: new Map(),
  }));
  const { end, eligibleSpend, lines } = inHand;
  const facts = {
    end,
    eligibleSpend,
    lines,
    deductions,
    instruments: [...instruments, ...clouds],
    step: stepsDone,
  };
  return { facts, lines: explainSettlement(facts), after: now };
}

function cashOf({ account, cash }: SettlementInHand): Instrument {
  return { kind: 'cash', id: account, balance: cash };
}

/** The most that it had before any of its turns. */
function mostOf({ before }: InstrumentFacts): Amount {
  const [first = parseAmount('0.00')] = [...before.values()].toSorted((a, b) => compare(b, a));
  return first;
}

function reasonsOf(given: Partial<SettlementInHand>, language: 'en' | 'zh' = 'en'): string[][] {
  return explain(inHandWith(given)).lines.map(({ unpaid }) =>
    unpaid
      .filter(({ kind }) => kind !== 'cloud-account')
      .map(({ kind, id, reason }) => `${kind} ${id}: ${reasonInWords(reason, language)}`),
  );
}

function ordinary(id: string, balance: string): Instrument {
  return { kind: 'ordinary-voucher', id, balance: parseAmount(balance) };
}

function at(text: string): NonNullable<Instrument['expiresAt']> {
  return text as NonNullable<Instrument['expiresAt']>;
}
