import type { ComponentChildren, VNode } from 'preact';
import { isZero } from '../../../domain/money.js';
import type { VoucherRow } from '../../../ledger/reads/list-vouchers.js';
import { Badge } from '../parts/badge.js';
import { Moment } from '../parts/moment.js';
import { moneyText } from '../parts/money.js';
import { Table } from '../parts/table.js';
import type { AccountVisit } from '../visit.js';

export interface VoucherTableProps {
  visit: AccountVisit;
  rows: readonly VoucherRow[];
  empty: ComponentChildren;
}

export function VoucherTable({ visit, rows, empty }: VoucherTableProps): VNode {
  const { say, account } = visit;
  return (
    <Table
      caption={say('vouchers.table')}
      rows={rows}
      keyOf={({ id }) => id}
      empty={empty}
      columns={[
        { title: say('vouchers.id'), heads: true, cell: ({ id }) => <code>{id}</code> },
        { title: say('vouchers.type'), cell: ({ type }) => say(`voucher.${type}`) },
        { title: say('table.status'), cell: ({ status }) => <Badge say={say} state={status} /> },
        {
          title: say('table.face-value'),
          number: true,
          cell: ({ faceValue }) => moneyText(faceValue),
        },
        { title: say('table.balance'), number: true, cell: ({ balance }) => moneyText(balance) },
        { title: say('vouchers.terms'), cell: (row) => termsOf(visit, row) },
        {
          title: say('vouchers.valid-from'),
          cell: ({ validFrom }) => <Moment at={validFrom} zone={account.zone} />,
        },
        {
          title: say('table.expires'),
          cell: ({ expiresAt }) => <Moment at={expiresAt} zone={account.zone} />,
        },
      ]}
    />
  );
}

function termsOf({ say }: AccountVisit, { minSpend, singleUse }: VoucherRow): string {
  const terms = [
    ...(isZero(minSpend) ? [] : [say('vouchers.min-spend', { amount: moneyText(minSpend) })]),
    ...(singleUse ? [say('vouchers.single-use')] : []),
  ];
  return terms.join(' · ') || '–';
}
