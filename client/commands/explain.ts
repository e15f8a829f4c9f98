import Table from 'cli-table3';
import {
  kindInWords,
  outcomeInWords,
  reasonInWords,
  ruleInWords,
  ruleNumber,
  type Language,
} from '../../domain/explain-words.js';
import { formatAmount, isZero } from '../../domain/money.js';
import { explainBill, type BillExplanation } from '../../ledger/reads/explain-bill.js';
import type { ExplainedBillLine } from '../../ledger/reads/explained-line.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { exitStatus } from '../exit-status.js';
import { print, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export interface ExplainOptions {
  account: string;
  cycle: string;
  format: 'table' | 'ndjson';
  language: Language;
}

const linesAtOnce = 200;

const heads: Readonly<Record<Language, string[]>> = {
  en: ['line', 'amount', 'instrument', 'paid', 'why', 'rule', 'entry'],
  zh: ['明细', '金额', '支付方式', '已付', '原因', '规则', '分录'],
};

const owedWords: Readonly<Record<Language, string>> = {
  en: 'nobody paid it: it is owed',
  zh: '无人支付，计入欠费',
};

/** Every line of an account's day with who paid it and why the others did not. */
export async function explainCommand(
  located: LocatedDatabase,
  { account, cycle, format, language }: ExplainOptions,
): Promise<number> {
  return withLedger(located, async (ledger) => {
    let count = 0;
    for await (const page of explanationPages(ledger, { account, day: cycle })) {
      if (count === 0) sayAbout(page);
      count += page.rows.length;
      if (format === 'ndjson')
        for (const line of page.rows) await print(JSON.stringify(ndjsonLine(line, language)));
      else if (page.rows.length > 0) await print(tableOf(page.rows, language));
    }
    if (count === 0) say(`nothing was settled for ${cycle} of ${account}`);
    return exitStatus.done;
  });
}

async function* explanationPages(
  ledger: Ledger,
  of: { account: string; day: string },
): AsyncGenerator<BillExplanation> {
  let after: string | undefined;
  do {
    const page = await explainBill(ledger, { ...of, after, limit: linesAtOnce });
    yield page;
    after = page.next;
  } while (after !== undefined);
}

/** What does not belong to one line; on standard error, like all that was not asked for. */
function sayAbout({ settlements, unsettled, moreInstruments }: BillExplanation): void {
  for (const { n, state, total, eligibleSpend, reason } of settlements)
    say(
      `settlement ${n}: ${state}, ${formatAmount(total)}, eligible spend ${formatAmount(eligibleSpend)}${reason === undefined ? '' : ` (${reason})`}`,
    );
  if (!isZero(unsettled)) say(`not settled yet: ${formatAmount(unsettled)}`);
  if (moreInstruments) say('there are more vouchers and cards, which held nothing');
}

/** With reasons and rules in words as well, so that a script need not know them. */
function ndjsonLine(line: ExplainedBillLine, language: Language): object {
  const paid = line.paid.map((each) => ({ ...each, ruleWords: ruleInWords(each.rule, language) }));
  const unpaid = line.unpaid.map((each) => ({
    ...each,
    words: reasonInWords(each.reason, language),
    ruleWords: ruleInWords(each.rule, language),
  }));
  return { ...line, paid, unpaid };
}

function tableOf(lines: readonly ExplainedBillLine[], language: Language): string {
  const table = new Table({
    head: heads[language],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'left', 'right', 'left', 'left', 'left'],
    colWidths: [null, null, null, null, 60, null, null],
    wordWrap: true,
  });
  for (const line of lines) {
    const { workspace, item, amount } = line;
    const rows = rowsOf(line, language);
    rows.forEach((row, index) =>
      table.push(index === 0 ? [`${workspace} ${item}`, amount, ...row] : ['', '', ...row]),
    );
    if (rows.length === 0) table.push([`${workspace} ${item}`, amount, '', '', '', '', '']);
  }
  return table.toString();
}

/** Instrument, what it paid, why, rule, entry. */
function rowsOf({ paid, owed, due, unpaid }: ExplainedBillLine, language: Language): string[][] {
  const named = (kind: Parameters<typeof kindInWords>[0], id: string): string =>
    `${kindInWords(kind, language)} ${id}`.trim();
  return [
    ...paid.map(({ kind, id, amount, outcome, rule, entry }) => [
      named(kind, id),
      amount,
      outcome === undefined ? ruleInWords(rule, language) : outcomeInWords(outcome, language),
      ruleNumber(rule, language),
      entry,
    ]),
    ...(owed
      ? [
          [
            named('overdraft', ''),
            owed.amount,
            owedWords[language],
            ruleNumber(owed.rule, language),
            owed.entry,
          ],
        ]
      : []),
    ...(isZero(due) ? [] : [['', `(${due})`, '', '', '']]),
    ...unpaid.map(({ kind, id, reason, rule }) => [
      named(kind, id),
      '',
      reasonInWords(reason, language),
      ruleNumber(rule, language),
      '',
    ]),
  ];
}
