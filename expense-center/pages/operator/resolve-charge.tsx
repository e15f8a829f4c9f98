import type { VNode } from 'preact';
import { z } from 'zod';
import { chargeAnswers } from '../../../domain/charge-outcome.js';
import { SettlementError } from '../../../domain/settlement-error.js';
import { resolveCharge } from '../../../ledger/commands/resolve-charge.js';
import type { ChargeRow } from '../../../ledger/read-charges.js';
import { chargeKey, identifier, plainText } from '../../schemas.js';
import { operatorForm } from '../page-definition.js';
import { Field, Form, refusedOf } from '../parts/form.js';
import type { Visit } from '../visit.js';

/** An operator answers for the vendor of a charge that nobody knows about. */
export const resolveForm = operatorForm({
  role: 'operator',
  fields: z.object({
    charge: chargeKey,
    account: identifier,
    answer: z.enum(chargeAnswers),
    reason: plainText,
  }),
  wrong: { reason: 'wrong.reason' },
  refusedAt: 'reason',
  async run({ ledger, resolveCharge: resolve }, { account, ...answer }, command) {
    if (!resolve) throw new SettlementError('refused', 'no Temporal server is configured');
    await resolveCharge(ledger, command, answer, resolve);
    return { done: { ...command, account } };
  },
});

export function ResolveCharge({ visit, row }: { visit: Visit; row: ChargeRow }): VNode {
  const { say } = visit;
  const of = { field: 'charge', value: row.charge };
  const field = { visit, form: 'resolve', of };
  return (
    <details open={refusedOf({ visit, name: 'resolve', of }) !== undefined}>
      <summary>{say('charges.resolve')}</summary>
      <Form visit={visit} name="resolve" page="/operations/charges" of={of}>
        <input type="hidden" name="account" value={row.account} />
        <Field
          {...field}
          name="answer"
          label={say('charges.answer')}
          options={chargeAnswers.map((answer) => ({
            value: answer,
            text: say(`charges.answer.${answer}`),
          }))}
        />
        <Field
          {...field}
          name="reason"
          label={say('charges.reason.label')}
          hint={say('charges.reason.hint')}
        />
        <button type="submit">{say('charges.resolve.do')}</button>
      </Form>
    </details>
  );
}
