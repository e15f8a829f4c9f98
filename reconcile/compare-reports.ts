import type { Currency, Day } from '../domain/billing-cycle.js';
import type { Provider } from '../domain/records.js';
import type { RegisteredAccount, SlottedCharge } from '../ledger/charges-to-reconcile.js';
import type { ReportForm } from '../providers/report-form.js';
import { compareCharges, type VendorUsage } from './compare-charges.js';
import type { Difference } from './difference.js';
import type { Findings } from './findings.js';
import type { OpenReport } from './open-report.js';
import { isAbout, ReportBook, usageOf, type LineGroup } from './report-book.js';
import type { ReportLine } from './report-line.js';

export interface ReconcileLedger {
  cloudAccountsOf(provider: Provider): Promise<RegisteredAccount[]>;
  slottedChargesOf(of: {
    cloudAccounts: readonly RegisteredAccount[];
    cycle?: Day | undefined;
    hours?: ReportBook['period'];
  }): Promise<SlottedCharge[]>;
}

export interface ReportsCompared {
  /** Whether charges of the currency were compared with the reports. */
  covers(currency: Currency): boolean;
  /** Lines about nobody who is registered, each a difference: read again, never kept. */
  strangers(): AsyncGenerator<Difference>;
}

/** Accounts whose charges are read at a time. */
const batchSize = 500;
/** No line is about it. */
const nothing: VendorUsage = { units: 0n, lines: 0 };

/**
 * Compares the charges of a day, or without one those of the reports' time, with what the reports of
 * one vendor say. The reports are of one form: two would say the same usage twice.
 */
export async function compareReports(
  ledger: ReconcileLedger,
  reports: readonly [OpenReport, ...OpenReport[]],
  { cycle, findings }: { cycle: Day | undefined; findings: Findings },
): Promise<ReportsCompared> {
  const [{ form }] = reports;
  const accounts = await ledger.cloudAccountsOf(form.provider);
  const book = new ReportBook(accounts);
  for (const report of reports) for await (const line of report.lines()) book.add(line);
  for (const batch of batchesOf(accounts)) {
    const hours = book.period;
    const charges = await ledger.slottedChargesOf({ cloudAccounts: batch, cycle, hours });
    compareBatch(book, { batch, charges, form, cycle, findings });
  }
  return {
    covers: (currency) => book.covers(currency),
    async *strangers() {
      if (book.strangers === 0) return;
      for (const report of reports) {
        for await (const line of report.lines()) {
          if (book.isOfStranger(line) && isBilled(line)) yield strangerLine(form.provider, line);
        }
      }
    },
  };
}

/** A customer's instances stay together: a line may name him alone. */
function* batchesOf(accounts: readonly RegisteredAccount[]): Generator<RegisteredAccount[]> {
  let batch: RegisteredAccount[] = [];
  for (const account of accounts) {
    if (batch.length >= batchSize && batch.at(-1)?.customer !== account.customer) {
      yield batch;
      batch = [];
    }
    batch.push(account);
  }
  if (batch.length > 0) yield batch;
}

interface Batch {
  batch: readonly RegisteredAccount[];
  charges: readonly SlottedCharge[];
  form: ReportForm;
  cycle: Day | undefined;
  findings: Findings;
}

function compareBatch(book: ReportBook, { batch, charges, form, cycle, findings }: Batch): void {
  const named = new Map(batch.map((account) => [account.id, account]));
  const members = new Map<LineGroup, SlottedCharge[]>();
  for (const account of batch) for (const group of book.groupsOf(account)) members.set(group, []);
  const alone: SlottedCharge[] = [];
  for (const charge of charges) {
    const account = named.get(charge.cloudAccount);
    if (!account) continue;
    const recordedKey = form.keyInRecords?.(charge.key) ?? charge.key;
    const owner = { ...account, ...charge, recordedKey };
    const group = book.groupsOf(account).find((each) => isAbout(each, owner));
    if (group) members.get(group)?.push(charge);
    else alone.push(charge);
  }
  const { period } = book;
  const isAsked = (charge: SlottedCharge): boolean =>
    book.covers(charge.currency) && (cycle === undefined || charge.cycle === cycle);
  const isWithin = ({ hour }: SlottedCharge): boolean =>
    cycle !== undefined || (period !== undefined && hour >= period.from && hour < period.to);
  for (const charge of alone)
    if (isAsked(charge) && isWithin(charge)) addVerdicts([charge], nothing, { isAsked, findings });
  for (const [group, owners] of members) {
    if (owners.length > 0) addVerdicts(owners, usageOf(group), { isAsked, findings });
    else addLineOfNoCharge(group, form.provider, findings);
  }
}

function addVerdicts(
  charges: readonly SlottedCharge[],
  vendor: VendorUsage,
  { isAsked, findings }: { isAsked: (charge: SlottedCharge) => boolean; findings: Findings },
): void {
  compareCharges(charges, vendor).forEach((verdict, index) => {
    const charge = charges[index];
    if (charge && isAsked(charge)) findings.add(charge, verdict, vendor);
  });
}

function addLineOfNoCharge(group: LineGroup, provider: Provider, findings: Findings): void {
  const { units, at } = usageOf(group);
  if (units === 0n) return;
  findings.addLine({
    difference: 'line-of-no-charge',
    provider,
    hour: group.from,
    vendors: `${units}`,
    reason: `${whose(group)} has no charge of ours for it`,
    ...(at === undefined ? {} : { line: at }),
  });
}

function isBilled({ deleted, refusal, units }: ReportLine): boolean {
  return !deleted && refusal === undefined && units > 0n;
}

function strangerLine(provider: Provider, line: ReportLine): Difference {
  return {
    difference: 'line-of-no-charge',
    provider,
    hour: line.from,
    vendors: `${line.units}`,
    reason: `${whose(line)} is not registered with us`,
    line: line.at,
  };
}

function whose({ instance, customer }: Pick<LineGroup, 'instance' | 'customer'>): string {
  return instance === undefined ? `customer ${customer}` : `instance ${instance}`;
}
