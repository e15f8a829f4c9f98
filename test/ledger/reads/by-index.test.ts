import { listCharges } from '../../../ledger/read-charges.js';
import { balanceAsOf } from '../../../ledger/reads/balance-as-of.js';
import { explainBill } from '../../../ledger/reads/explain-bill.js';
import { exportBills } from '../../../ledger/reads/export-bills.js';
import { listBills } from '../../../ledger/reads/list-bills.js';
import { listCards } from '../../../ledger/reads/list-cards.js';
import { listCloudAccounts } from '../../../ledger/reads/list-cloud-accounts.js';
import { listCommands } from '../../../ledger/reads/list-commands.js';
import { listMovements } from '../../../ledger/reads/list-movements.js';
import { listRecharges } from '../../../ledger/reads/list-recharges.js';
import { listVouchers } from '../../../ledger/reads/list-vouchers.js';
import { listWorkspaces } from '../../../ledger/reads/list-workspaces.js';
import {
  listAccountsInArrears,
  listCycles,
  listPendingRecharges,
} from '../../../ledger/reads/operations.js';
import { previewDay } from '../../../ledger/reads/preview-day.js';
import { readOverview } from '../../../ledger/reads/read-overview.js';
import { account, bill, day, enterpriseWorkspace, recharge } from '../../support/records.js';
import { cloudWorkspace } from '../../support/records.js';
import { awsAccount, card, voucher } from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';
import { profiled } from '../../support/profiled.js';

let system: LedgerSystem;

/** Two accounts with a hundred of everything; what is read of one must not be read of the other. */
beforeAll(async () => {
  system = await startLedger();
  const many = Array.from({ length: 100 }, (_, index) => index.toString().padStart(3, '0'));
  await system.importRecords(
    ['big', 'other'].flatMap((id) => [
      account(id, '1000.00'),
      ...many.flatMap((number) => [
        enterpriseWorkspace(`w-${id}-${number}`, id),
        voucher(`v-${id}-${number}`, id, '1.00'),
        card(`c-${id}-${number}`, id, '1.00'),
        awsAccount(`aws-${id}-${number}`, id),
        recharge(`r-${id}-${number}`, id, '1.00'),
        bill(`w-${id}-${number}`, '1.00'),
        cloudWorkspace(`x-${id}-${number}`, id, `aws-${id}-${number}`),
        bill(`x-${id}-${number}`, '20.00'),
      ]),
      bill(`w-${id}-000`, '1.00', { day: '2026-11-23' }),
    ]),
  );
  await system.settle(day);
});

afterAll(() => system.drop());

const of = { account: 'big', limit: 10 };

describe('a read', () => {
  it.each<[string, number, () => Promise<unknown>]>([
    ['vouchers', 20, () => listVouchers(system.ledger, { ...of, after: 'v-big-050' })],
    ['cards', 20, () => listCards(system.ledger, { ...of, after: 'c-big-050' })],
    ['recharges', 30, () => listRecharges(system.ledger, of)],
    [
      'recharges of one instant',
      30,
      () => listRecharges(system.ledger, { ...of, after: '2026-11-23T01:00:00.000Z/r-big-050' }),
    ],
    ['workspaces', 20, () => listWorkspaces(system.ledger, { ...of, after: 'w-big-050' })],
    ['cloud accounts', 20, () => listCloudAccounts(system.ledger, { ...of, after: 'aws-big-050' })],
    ['commands', 20, () => listCommands(system.ledger, of)],
    ['bills by day', 20, () => listBills(system.ledger, { ...of, by: 'day' })],
    ['bills by month', 20, () => listBills(system.ledger, { ...of, by: 'month' })],
    ['bills by item', 20, () => listBills(system.ledger, { ...of, by: 'item' })],
    ['movements', 300, () => listMovements(system.ledger, of)],
    ['accounts in arrears', 20, () => listAccountsInArrears(system.ledger, { limit: 10 })],
    ['pending recharges', 20, () => listPendingRecharges(system.ledger, { limit: 10 })],
    ['cycles', 20, () => listCycles(system.ledger, { limit: 10 })],
    [
      'charges of a day',
      20,
      () =>
        listCharges(system.ledger, { cycle: day, limit: 10, after: 'aws-big-050/2026-11-22/1' }),
    ],
    ['overview', 250, () => readOverview(system.ledger, of)],
    ['balance', 300, () => balanceAsOf(system.ledger, { ...of, at: system.ledger.now() })],
    ['explanation', 700, () => explainBill(system.ledger, { ...of, day })],
    ['preview', 350, () => previewDay(system.ledger, { ...of, day: '2026-11-23' })],
    ['export', 250, () => piecesOf(exportBills(system.ledger, { ...range, account: 'big' }))],
  ])(
    'of %s goes by index, sorts nothing and reads no more than it shows',
    async (_, most, read) => {
      const { plans, sorted, read: documents } = await profiled(system.ledger, read);
      expect(plans.length).toBeGreaterThan(0);
      expect(plans.filter((plan) => !/^(IXSCAN|IDHACK|EOF|COUNT_SCAN)/.test(plan))).toEqual([]);
      expect(sorted).toEqual([]);
      expect(documents).toBeLessThanOrEqual(most);
    },
  );
});

const range = { from: '2026-11-01', to: '2026-11-30', format: 'csv' } as const;

async function piecesOf(pieces: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}
