import { parse } from 'csv-parse/sync';
import { exportBills } from '../../../ledger/reads/export-bills.js';
import { exportMovements } from '../../../ledger/reads/export-movements.js';
import { parseInstant } from '../../../domain/instant.js';
import { account, bill, day, enterpriseWorkspace } from '../../support/records.js';
import { manyLines, someOfEverything, voucher } from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  await system.importRecords([
    ...someOfEverything,
    { kind: 'account', id: 'ex-6', name: '=cmd()', currency: 'CNY', cash: '100.00' },
    enterpriseWorkspace('w-ex', 'ex-6'),
    voucher('ov-6', 'ex-6', '50.00'),
    voucher('fv-6', 'ex-6', '20.00', { type: 'full-reduction', minSpend: '100.00' }),
    {
      kind: 'bill',
      workspace: 'w-ex',
      day,
      lines: [{ item: 'logs', quantity: '2000000', amount: '119.996' }],
    },
    bill('w-ex', '3.00', { day: '2026-11-23' }),
    account('ex-0'),
  ]);
  await system.settle(day);
});

afterAll(() => system.drop());

const days = { from: '2026-11-01', to: '2026-11-30' };

describe('the export of bills', () => {
  it('has a usage row for a line and a credit row for each voucher (worked example 6)', async () => {
    const rows = await csvOf(
      exportBills(system.ledger, { account: 'ex-6', ...days, format: 'csv' }),
    );
    expect(
      rows.map((row) => [row['ChargeCategory'], row['BilledCost'], row['x_VoucherId']]),
    ).toEqual([
      ['Usage', '120.00', ''],
      ['Credit', '-50.00', 'ov-6'],
      ['Credit', '-20.00', 'fv-6'],
      ['Usage', '3.00', ''],
    ]);
    expect(rows[0]).toMatchObject({
      BillingAccountId: 'ex-6',
      BillingAccountName: "'=cmd()",
      BillingCurrency: 'CNY',
      BillingPeriodStart: '2026-11-21T16:00:00Z',
      BillingPeriodEnd: '2026-11-22T16:00:00Z',
      ChargePeriodStart: '2026-11-21T16:00:00Z',
      ChargePeriodEnd: '2026-11-22T16:00:00Z',
      ChargeDescription: 'Logs of w-ex on 2026-11-22',
      ChargeFrequency: 'Usage-Based',
      ConsumedQuantity: '2000000',
      ConsumedUnit: 'Logs',
      EffectiveCost: '120.00',
      RegionId: 'cn1',
      RegionName: 'Hangzhou',
      ServiceCategory: 'Management and Governance',
      ServiceName: 'Logs',
      SubAccountId: 'w-ex',
      x_State: 'settled',
      x_UnroundedCost: '119.996',
      x_OrdinaryVouchers: '50.00',
      x_FullReductionVouchers: '20.00',
      x_Cash: '50.00',
      x_Arrears: '0.00',
      x_Due: '0.00',
    });
    expect(rows[1]).toMatchObject({ ConsumedQuantity: '', x_Cash: '', ContractedCost: '-50.00' });
    expect(rows[3]).toMatchObject({ x_State: 'unsettled', x_Due: '3.00', x_Supplement: '' });
  });

  it('comes in pieces, all lines of a large day in their order, and as NDJSON with the same content', async () => {
    const wanted = { account: 'acct-6', ...days };
    const pieces: string[] = [];
    for await (const piece of exportBills(system.ledger, { ...wanted, format: 'csv' }))
      pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(10);
    const rows: Record<string, string>[] = parse(pieces.join(''), { columns: true });
    expect(rows.map((row) => Number(row['x_Line']))).toEqual(
      Array.from({ length: manyLines }, (_, index) => index),
    );
    let text = '';
    for await (const piece of exportBills(system.ledger, { ...wanted, format: 'ndjson' }))
      text += piece;
    const objects = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>);
    const full = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')),
    );
    expect(objects).toEqual(full);
  });

  it('has the column names alone where there is nothing, and is of nobody who is not there', async () => {
    const nothing = exportBills(system.ledger, { account: 'ex-0', ...days, format: 'csv' });
    const pieces: string[] = [];
    for await (const piece of nothing) pieces.push(piece);
    expect(pieces).toHaveLength(1);
    expect(pieces[0]).toMatch(/^BilledCost,BillingAccountId,.*,x_Due\r\n$/);
    const nobody = exportBills(system.ledger, { account: 'nobody', ...days, format: 'ndjson' });
    await expect(nobody.next()).rejects.toThrow('no account nobody');
  });
});

describe('the export of movements', () => {
  it('has each movement, oldest first, what goes out with a minus (worked example 6)', async () => {
    const rows = await csvOf(exportMovements(system.ledger, { account: 'ex-6', format: 'csv' }));
    const short = rows.map(shortOf);
    // An import opens vouchers in no order.
    expect([...short.slice(0, 3).toSorted(), ...short.slice(3)]).toEqual([
      'cash 100.00 100.00 opening import 1',
      'voucher fv-6 20.00 20.00 opening import 1',
      'voucher ov-6 50.00 50.00 opening import 1',
      'voucher ov-6 -50.00 0.00 consumption settlement 2026-11-22/1/applyVouchers',
      'voucher fv-6 -20.00 0.00 consumption settlement 2026-11-22/1/applyFullReductionVouchers',
      'cash -50.00 50.00 consumption settlement 2026-11-22/1/deductCash',
    ]);
    const since = {
      account: 'ex-6',
      format: 'csv' as const,
      from: parseInstant('2026-11-24T01:00:00.001Z'),
    };
    expect(await csvOf(exportMovements(system.ledger, since))).toEqual([]);
    const until = {
      account: 'ex-6',
      format: 'csv' as const,
      to: parseInstant('2026-11-24T01:00:00Z'),
    };
    expect(await csvOf(exportMovements(system.ledger, until))).toHaveLength(6);
  });
});

async function csvOf(pieces: AsyncIterable<string>): Promise<Record<string, string>[]> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return parse(text, { columns: true });
}

function shortOf(row: Record<string, string>): string {
  return [
    'x_Place',
    'x_InstrumentId',
    'x_Amount',
    'x_BalanceAfter',
    'x_Kind',
    'x_OccasionKind',
    'x_Occasion',
  ]
    .map((column) => row[column])
    .filter((value) => value !== '')
    .join(' ');
}
