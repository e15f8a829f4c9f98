import type { Currency } from '../domain/billing-cycle.js';
import type { Provider } from '../domain/records.js';
import type { SlottedCharge } from '../ledger/charges-to-reconcile.js';
import type { Verdict, VendorUsage } from './compare-charges.js';
import { answerTo, byWeight, type Difference, type VendorSummary } from './difference.js';

/** What comparing has found so far: it grows with the charges that differ. */
export class Findings {
  readonly #differences: Difference[] = [];
  readonly #summaries = new Map<string, VendorSummary>();
  /** Provisional charges that their vendor is seen to bill. */
  readonly confirmable: { key: string; seen: string; of: VendorSummary }[] = [];

  of(provider: Provider, currency: Currency): VendorSummary {
    const name = `${provider} ${currency}`;
    const known = this.#summaries.get(name);
    if (known) return known;
    const zero = { compared: 0, agree: 0, differ: 0, notCompared: 0, confirmed: 0 };
    const summary = { provider, currency, ...zero };
    this.#summaries.set(name, summary);
    return summary;
  }

  /** @param vendor absent where nothing is known of the charge at its vendor */
  add(charge: SlottedCharge, verdict: Verdict, vendor?: VendorUsage): void {
    const { key, provider, currency, state, hour, units } = charge;
    const summary = this.of(provider, currency);
    if (verdict.kind === 'not-compared') {
      summary.notCompared++;
      return;
    }
    summary.compared++;
    if (verdict.kind === 'agrees') {
      summary.agree++;
      const seen = vendor?.at ?? 'its vendor, asked';
      if (state === 'provisional') this.confirmable.push({ key, seen, of: summary });
      return;
    }
    summary.differ++;
    this.#differences.push({
      difference: verdict.kind,
      provider,
      charge: key,
      currency,
      state,
      hour,
      ours: units,
      vendors: `${vendor?.units ?? 0n}`,
      reason: verdict.reason,
      ...(vendor?.at === undefined ? {} : { line: vendor.at }),
      ...answerTo(verdict.kind, key),
    });
  }

  addLine(difference: Difference): void {
    this.#differences.push(difference);
  }

  differences(): Difference[] {
    return this.#differences.toSorted(byWeight);
  }

  summaries(): VendorSummary[] {
    return [...this.#summaries.values()].toSorted((a, b) =>
      `${a.provider} ${a.currency}` < `${b.provider} ${b.currency}` ? -1 : 1,
    );
  }
}
