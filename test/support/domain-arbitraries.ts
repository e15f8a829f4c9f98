import fc from 'fast-check';
import { parseInstant, type Instant } from '../../domain/instant.js';
import { parseAmount, type Amount } from '../../domain/money.js';
import type {
  BillRecord,
  CloudAccountRecord,
  ImportRecord,
  StoredValueCardRecord,
  VoucherRecord,
  WorkspaceRecord,
} from '../../domain/records.js';

/**
 * Accounts out of few ids, few amounts and few instants, so that ties, equal expiries, thresholds that
 * are met exactly, lines of nothing and of less than a cent are common.
 */

export const day = '2026-11-22';
/** The end of `day` in the CNY center. */
export const end = instant('2026-11-23T00:00:00+08:00');

export function instant(text: string): Instant {
  const read = parseInstant(text);
  if (read === undefined) throw new Error(`not an instant: ${text}`);
  return read;
}

const amounts: fc.Arbitrary<Amount> = fc
  .constantFrom('0.00', '0.01', '9.00', '10.00', '20.00', '30.00', '100.00')
  .map(parseAmount);

const lineAmounts: fc.Arbitrary<Amount> = fc
  .constantFrom('0.00', '0.004', '0.005', '0.015', '0.01', '9.00', '9.994999', '10.00', '20', '30')
  .map(parseAmount);

const thresholds: fc.Arbitrary<Amount> = fc
  .constantFrom('0.00', '0.01', '10.00', '20.00', '30.00', '40.00', '60.00')
  .map(parseAmount);

/** Around the end of the day, in different offsets; never later than the expiries by accident. */
const starts = fc.constantFrom<(Instant | undefined)[]>(
  undefined,
  undefined,
  instant('2026-11-01T00:00:00+08:00'),
  instant('2026-10-31T16:00:00Z'),
  instant('2026-11-22T15:59:59.999Z'),
  end,
  instant('2026-11-22T16:00:00.001Z'),
);

const expiries = fc.constantFrom<(Instant | undefined)[]>(
  undefined,
  undefined,
  end,
  instant('2026-11-22T15:59:59.999Z'),
  instant('2026-11-22T11:00:00-05:00'),
  instant('2026-12-01T00:00:00Z'),
  instant('2026-12-01T08:00:00+08:00'),
  instant('2026-11-22T00:00:00+08:00'),
);

const instrumentIds = fc.constantFrom('a', 'B', 'a1', 'a10', 'a9', 'b');
const names = fc.constantFrom('a', 'B', 'a10', 'a9');
const siteNames = fc.constantFrom('cn1', 'cn2', 'us1');
const itemNames = fc.constantFrom('logs', 'traces', 'sms', 'dial-testing');

function voucherOf(account: string, type: VoucherRecord['type']): fc.Arbitrary<VoucherRecord> {
  return fc
    .record({
      id: instrumentIds,
      balance: amounts,
      minSpend: thresholds,
      singleUse: fc.boolean(),
      validFrom: starts,
      expiresAt: expiries,
    })
    .map(({ id, balance, minSpend, singleUse, validFrom, expiresAt }) => ({
      kind: 'voucher',
      id: `${account}-${type}-${id}`,
      account,
      type,
      faceValue: parseAmount('100.00'),
      balance,
      minSpend: type === 'ordinary' ? parseAmount('0.00') : minSpend,
      singleUse: type === 'full-reduction' && singleUse,
      ...(validFrom === undefined ? {} : { validFrom }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    }));
}

function cardOf(account: string): fc.Arbitrary<StoredValueCardRecord> {
  return fc
    .record({
      id: instrumentIds,
      // A card may have the id of a voucher: ids are unique per kind of record.
      like: fc.constantFrom('card', 'full-reduction'),
      balance: amounts,
      purchasedAt: starts,
      expiresAt: expiries,
    })
    .map(({ id, like, balance, purchasedAt, expiresAt }) => ({
      kind: 'storedValueCard',
      id: `${account}-${like}-${id}`,
      account,
      faceValue: parseAmount('100.00'),
      balance,
      purchaseType: 'cash',
      purchasedAt: purchasedAt ?? instant('2026-01-01T00:00:00+08:00'),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    }));
}

function cloudAccountsOf(account: string): fc.Arbitrary<CloudAccountRecord[]> {
  return fc.tuple(fc.boolean(), fc.boolean()).map((subscribed) =>
    (['aws', 'huawei-cloud'] as const).map((provider, index) => ({
      kind: 'cloudAccount',
      id: `${account}-${provider}`,
      account,
      provider,
      customer: '123456789012',
      instance: `${account}${index}`,
      subscribed: subscribed[index] ?? true,
    })),
  );
}

function workspaceOf(account: string): fc.Arbitrary<WorkspaceRecord> {
  return fc
    .record({
      name: names,
      site: siteNames,
      cloud: fc.constantFrom(undefined, undefined, 'aws', 'huawei-cloud'),
    })
    .map(({ name, site, cloud }) => ({
      kind: 'workspace',
      id: `${account}-${name}`,
      account,
      site,
      settlement:
        cloud === undefined
          ? { method: 'enterprise' }
          : { method: 'cloud', cloudAccount: `${account}-${cloud}` },
    }));
}

const lines: fc.Arbitrary<BillRecord['lines']> = fc.array(
  fc.record({ item: itemNames, amount: lineAmounts }),
  { minLength: 1, maxLength: 3 },
);

function unique<T extends { id: string }>(each: fc.Arbitrary<T>, maxLength: number) {
  return fc.uniqueArray(each, { selector: ({ id }) => id, maxLength });
}

/** Everything that an import file brings for one account and one day, or for some days. */
export function accountRecords(
  account = 'acct',
  days: readonly string[] = [day],
): fc.Arbitrary<ImportRecord[]> {
  return fc
    .record({
      cash: amounts,
      cloudAccounts: cloudAccountsOf(account),
      workspaces: unique(workspaceOf(account), 4),
      ordinary: unique(voucherOf(account, 'ordinary'), 3),
      fullReduction: unique(voucherOf(account, 'full-reduction'), 3),
      cards: unique(cardOf(account), 3),
      bills: fc.array(fc.option(lines, { freq: 6 }), { minLength: 8, maxLength: 8 }),
    })
    .map(({ cash, cloudAccounts, workspaces, ordinary, fullReduction, cards, bills }) => [
      { kind: 'account', id: account, name: account, currency: 'CNY', cash },
      ...cloudAccounts,
      ...workspaces,
      ...ordinary,
      ...fullReduction,
      ...cards,
      ...days.flatMap((each, dayIndex) =>
        workspaces.flatMap(({ id }, index): BillRecord[] => {
          const own = bills[dayIndex * 4 + index];
          return own ? [{ kind: 'bill', workspace: id, day: each, lines: own }] : [];
        }),
      ),
    ]);
}
