import { account, bill, day, enterpriseWorkspace } from './records.js';

/** The example of the formats that other programs rely on, and an account that falls into arrears. */
export const exampleRecords = [
  { kind: 'account', id: 'acct-1', name: 'Example Ltd', currency: 'CNY', cash: '100.00' },
  enterpriseWorkspace('wksp-a', 'acct-1'),
  {
    kind: 'voucher',
    id: 'v-1',
    account: 'acct-1',
    type: 'full-reduction',
    faceValue: '20.00',
    minSpend: '100.00',
    expiresAt: '2999-01-01T00:00:00+08:00',
  },
  {
    kind: 'bill',
    workspace: 'wksp-a',
    day,
    lines: [
      { item: 'logs', quantity: '2000000', amount: '2.40' },
      { item: 'sms', quantity: '187', amount: '18.70' },
    ],
  },
  account('acct-2', '3.00'),
  enterpriseWorkspace('wksp-b', 'acct-2', 'cn2'),
  bill('wksp-b', '10.00'),
  account('acct-3'),
];

export const statementRow =
  '{"account":"acct-1","cycle":"2026-11-22","currency":"CNY","state":"settled","total":"21.10","ordinaryVouchers":"0.00","fullReductionVouchers":"0.00","storedValueCards":"0.00","cash":"21.10","cloudAccount":"0.00","arrears":"0.00","deductions":[{"kind":"cash","id":"acct-1","amount":"21.10"}],"workspaces":[{"workspace":"wksp-a","site":"cn1","total":"21.10","ordinaryVouchers":"0.00","fullReductionVouchers":"0.00","storedValueCards":"0.00","cash":"21.10","cloudAccount":"0.00","arrears":"0.00"}]}';
export const balancesRow =
  '{"account":"acct-1","currency":"CNY","cash":"78.90","overdraft":"0.00","cloudArrears":"0.00","storedValueBalance":"0.00","vouchers":[{"id":"v-1","type":"full-reduction","balance":"20.00","status":"active"}],"storedValueCards":[]}';
