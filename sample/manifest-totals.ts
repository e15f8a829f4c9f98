import { currencies, type Currency, type Day } from '../domain/billing-cycle.js';
import { sites } from '../domain/records.js';
import { microsText } from './integer-money.js';
import type { SampleRecord } from './sample-record.js';

interface Part {
  bills: number;
  micros: bigint;
}

/** Sites that meter in several installations, each of which sends a manifest of its own. */
const partsOfSite: Readonly<Record<string, number>> = { cn1: 3, us1: 2 };

/** Adds up what each site sends, so that its manifests match the bills exactly. */
export class ManifestTotals {
  readonly #parts = new Map<string, Part[]>();

  add(site: string, currency: Currency, micros: number): void {
    const key = `${site}/${currency}`;
    const parts = this.#parts.get(key) ?? [];
    this.#parts.set(key, parts);
    const billsBefore = parts.reduce((sum, { bills }) => sum + bills, 0);
    const index = billsBefore % (partsOfSite[site] ?? 1);
    const { bills, micros: before } = parts[index] ?? { bills: 0, micros: 0n };
    parts[index] = { bills: bills + 1, micros: before + BigInt(micros) };
  }

  *manifests(day: Day): Generator<SampleRecord> {
    for (const site of sites) {
      for (const currency of currencies) {
        for (const [index, { bills, micros }] of (
          this.#parts.get(`${site}/${currency}`) ?? []
        ).entries()) {
          const part = index === 0 ? undefined : index + 1;
          const total = microsText(micros);
          yield { kind: 'manifest', site, currency, day, part, bills, total };
        }
      }
    }
  }
}
