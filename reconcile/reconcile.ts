import type { Currency, Day } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import { SettlementError } from '../domain/settlement-error.js';
import type { CloudProvider } from '../providers/port.js';
import { askVendor, type AskedCharge } from './ask-vendor.js';
import { compareReports, type ReconcileLedger, type ReportsCompared } from './compare-reports.js';
import type { Difference, VendorSummary } from './difference.js';
import { Findings } from './findings.js';
import type { OpenReport } from './open-report.js';

export interface AskingLedger extends ReconcileLedger {
  databaseNow(): Promise<Instant>;
  chargesToAskAbout(of: {
    provider: Provider;
    currency: Currency;
    cycle?: Day | undefined;
  }): AsyncIterable<AskedCharge>;
  countCharges(
    cycle: Day,
  ): Promise<{ provider: Provider; currency: Currency; slotted: number; unsent: number }[]>;
}

export interface Reconciled {
  /** The heaviest first. */
  differences: Difference[];
  /** Lines about nobody who is registered: further differences, as many as there may be. */
  strangers: () => AsyncGenerator<Difference>;
  summaries: () => VendorSummary[];
  confirmable: Findings['confirmable'];
  /** What could not be compared, and why; for people. */
  notes: string[];
}

/** Compares charges of a day with the reports, and asks the vendors that can be asked about the others. */
export async function reconcile(
  ledger: AskingLedger,
  {
    cycle,
    reports,
    providers,
  }: {
    cycle: Day | undefined;
    reports: readonly OpenReport[];
    providers: readonly CloudProvider[];
  },
): Promise<Reconciled> {
  const findings = new Findings();
  const notes: string[] = [];
  const compared = new Map<Provider, ReportsCompared>();
  for (const [provider, own] of byProvider(reports)) {
    compared.set(provider, await compareReports(ledger, own, { cycle, findings }));
    const others = own.reduce((total, report) => total + report.otherLines(), 0);
    if (others > 0) notes.push(`${provider}: ${others} lines that are no usage were left out`);
  }
  const covered = (provider: Provider, currency: Currency): boolean =>
    compared.get(provider)?.covers(currency) === true;
  for (const vendor of providers) {
    const { provider, currency } = vendor.product;
    const lookUp = vendor.lookUp?.bind(vendor);
    if (!lookUp || covered(provider, currency)) continue;
    const charges = ledger.chargesToAskAbout({ provider, currency, cycle });
    const { callsPerSecond } = vendor;
    const now = await ledger.databaseNow();
    notes.push(...(await askVendor(charges, { lookUp, callsPerSecond, now, findings })));
  }
  const canAsk = (provider: Provider, currency: Currency): boolean =>
    providers.some(
      (vendor) =>
        vendor.lookUp !== undefined &&
        vendor.product.provider === provider &&
        vendor.product.currency === currency,
    );
  const isCompared = (provider: Provider, currency: Currency): boolean =>
    covered(provider, currency) || canAsk(provider, currency);
  notes.push(...(await notCompared(ledger, { cycle, providers, isCompared, findings })));
  return {
    differences: findings.differences(),
    async *strangers() {
      for (const each of compared.values()) yield* each.strangers();
    },
    summaries: () => findings.summaries(),
    confirmable: findings.confirmable,
    notes,
  };
}

/** @throws SettlementError where two forms of report of one vendor would tell the same usage twice */
function byProvider(reports: readonly OpenReport[]): Map<Provider, [OpenReport, ...OpenReport[]]> {
  const found = new Map<Provider, [OpenReport, ...OpenReport[]]>();
  for (const report of reports) {
    const { provider, name } = report.form;
    const own = found.get(provider);
    if (own && own[0].form !== report.form)
      throw new SettlementError(
        'bad-input',
        `${report.file}: is the ${name} of ${provider}, ${own[0].file} the ${own[0].form.name}: reports of one kind are compared at a time`,
      );
    if (own) own.push(report);
    else found.set(provider, [report]);
  }
  return found;
}

async function notCompared(
  ledger: AskingLedger,
  {
    cycle,
    providers,
    isCompared,
    findings,
  }: {
    cycle: Day | undefined;
    providers: readonly CloudProvider[];
    isCompared: (provider: Provider, currency: Currency) => boolean;
    findings: Findings;
  },
): Promise<string[]> {
  if (cycle === undefined)
    return providers
      .filter(({ product }) => !isCompared(product.provider, product.currency))
      .map(({ product }) => `${product.provider} (${product.currency}): ${noSource}`);
  const notes: string[] = [];
  for (const { provider, currency, slotted, unsent } of await ledger.countCharges(cycle)) {
    if (unsent > 0) notes.push(`${provider} (${currency}): ${unsent} charges are not sent yet`);
    if (slotted === 0 || isCompared(provider, currency)) continue;
    findings.of(provider, currency).notCompared += slotted;
    notes.push(`${provider} (${currency}): ${slotted} charges: ${noSource}`);
  }
  return notes;
}

const noSource = 'not compared, its vendor cannot be asked: give a --report FILE of his';
