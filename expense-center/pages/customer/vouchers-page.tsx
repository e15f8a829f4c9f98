import type { VNode } from 'preact';
import { z } from 'zod';
import { activateVoucher } from '../../../ledger/commands/activate-voucher.js';
import { listVouchers, type VoucherRow } from '../../../ledger/reads/list-vouchers.js';
import type { Page } from '../../../ledger/reads/page.js';
import { mayAct } from '../../authenticate.js';
import { accountForm, accountPage } from '../page-definition.js';
import { Field, Form } from '../parts/form.js';
import { Pager } from '../parts/pager.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { GrantVoucher, grantForm } from './grant-voucher.js';
import { VoucherTable } from './voucher-table.js';

const rowsShown = 25;

export const vouchersPage = accountPage({
  url: '/vouchers',
  role: 'viewer',
  asks: z.object({ after: z.string().max(300).optional() }),
  async show(visit, { after }) {
    const { ledger, account, say } = visit;
    const vouchers = await listVouchers(ledger, { account: account.id, after, limit: rowsShown });
    return {
      title: say('vouchers.title'),
      main: <VouchersMain visit={visit} vouchers={vouchers} />,
    };
  },
  forms: {
    activate: accountForm({
      role: 'finance',
      fields: z.object({ code: z.string().min(16).max(60) }),
      wrong: { code: 'wrong.code' },
      refusedAt: 'code',
      async run({ ledger }, { code }, command) {
        await activateVoucher(ledger, command, { code });
        return { done: command };
      },
    }),
    grant: grantForm,
  },
});

function VouchersMain({
  visit,
  vouchers,
}: {
  visit: AccountVisit;
  vouchers: Page<VoucherRow>;
}): VNode {
  const { say } = visit;
  return (
    <>
      <section class="card">
        <h2>{say('vouchers.list')}</h2>
        <p class="hint">{say('vouchers.order')}</p>
        <VoucherTable visit={visit} rows={vouchers.rows} empty={say('vouchers.none')} />
        <Pager visit={visit} next={vouchers.next} />
      </section>
      {mayAct(visit.principal, 'finance') ? (
        <div class="columns">
          <section class="card">
            <h2>{say('vouchers.activate')}</h2>
            <Form visit={visit} name="activate" page={accountUrl(visit, '/vouchers')}>
              <Field
                visit={visit}
                form="activate"
                name="code"
                label={say('vouchers.code')}
                hint={say('vouchers.code.hint')}
                maxLength={60}
              />
              <button type="submit">{say('vouchers.activate.do')}</button>
            </Form>
          </section>
          {mayAct(visit.principal, 'operator') && <GrantVoucher visit={visit} />}
        </div>
      ) : (
        <p class="muted">{say('needs.finance')}</p>
      )}
    </>
  );
}
