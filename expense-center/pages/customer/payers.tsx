import type { VNode } from 'preact';
import { kindInWords } from '../../../domain/explain-words.js';
import { isZero } from '../../../domain/money.js';
import type { ExplainedBillLine } from '../../../ledger/reads/explained-line.js';
import { moneyText } from '../parts/money.js';
import type { Visit } from '../visit.js';

/** In short who paid a line, and what of it is owed. */
export function Payers({ visit, line }: { visit: Visit; line: ExplainedBillLine }): VNode {
  const { say, language } = visit;
  const { paid, owed, due } = line;
  return (
    <ul class="payers">
      {paid.map(({ kind, id, amount }) => (
        <li key={`${kind}/${id}`}>
          {kindInWords(kind, language)} {kind !== 'cash' && <code>{id}</code>}{' '}
          <span class="money">{moneyText(amount)}</span>
        </li>
      ))}
      {owed && (
        <li class="negative">
          {kindInWords('overdraft', language)} <span class="money">{moneyText(owed.amount)}</span>
        </li>
      )}
      {!isZero(due) && (
        <li class="muted">
          {say('payer.due')} <span class="money">{moneyText(due)}</span>
        </li>
      )}
      {paid.length === 0 && !owed && isZero(due) && <li class="muted">{say('bill.nothing')}</li>}
    </ul>
  );
}
