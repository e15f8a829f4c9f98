import type { VNode } from 'preact';
import { z } from 'zod';
import { cycleEnd } from '../../../domain/billing-cycle.js';
import { zero } from '../../../domain/money.js';
import { grantVoucher } from '../../../ledger/commands/grant-voucher.js';
import { day, money, moneyAboveZero } from '../../schemas.js';
import { accountForm } from '../page-definition.js';
import { Field, Form } from '../parts/form.js';
import { accountUrl, type AccountVisit } from '../visit.js';

const types = ['ordinary', 'full-reduction'] as const;
const orNone = z.literal('').transform(() => undefined);

/** For operators, on the page of the account that gets it. */
export const grantForm = accountForm({
  role: 'operator',
  fields: z.object({
    type: z.enum(types),
    faceValue: moneyAboveZero,
    minSpend: money.or(orNone),
    singleUse: z.enum(['no', 'yes']),
    lastDay: day.or(orNone),
  }),
  wrong: { faceValue: 'wrong.amount', minSpend: 'wrong.amount', lastDay: 'wrong.day' },
  refusedAt: 'faceValue',
  async run({ ledger, account }, { lastDay, minSpend = zero, singleUse, ...offer }, command) {
    // It pays the last day if it is valid at that day's end (domain rule 5).
    const expiresAt = lastDay === undefined ? undefined : cycleEnd(lastDay, account.zone);
    const terms = { ...offer, minSpend, singleUse: singleUse === 'yes', expiresAt };
    await grantVoucher(ledger, command, terms);
    return { done: command };
  },
});

export function GrantVoucher({ visit }: { visit: AccountVisit }): VNode {
  const { say, account } = visit;
  const field = { visit, form: 'grant' };
  return (
    <section class="card">
      <h2>{say('vouchers.grant')}</h2>
      <p class="hint">{say('vouchers.grant.hint')}</p>
      <Form visit={visit} name="grant" page={accountUrl(visit, '/vouchers')}>
        <Field
          {...field}
          name="type"
          label={say('vouchers.type')}
          options={types.map((value) => ({ value, text: say(`voucher.${value}`) }))}
        />
        <Field
          {...field}
          name="faceValue"
          label={`${say('table.face-value')} (${account.currency})`}
          inputMode="decimal"
        />
        <Field
          {...field}
          name="minSpend"
          label={say('grant.min-spend')}
          hint={say('grant.min-spend.hint')}
          inputMode="decimal"
        />
        <Field
          {...field}
          name="singleUse"
          label={say('grant.single-use')}
          options={[
            { value: 'no', text: say('no') },
            { value: 'yes', text: say('yes') },
          ]}
        />
        <Field
          {...field}
          name="lastDay"
          label={say('grant.last-day')}
          hint={say('grant.last-day.hint')}
          maxLength={10}
        />
        <button type="submit">{say('vouchers.grant.do')}</button>
      </Form>
    </section>
  );
}
