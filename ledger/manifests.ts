import type { Decimal128 } from 'mongodb';
import type { BillingCycle } from '../domain/billing-cycle.js';
import type { SiteReport } from '../domain/cycle-report.js';
import { zero, type Amount } from '../domain/money.js';
import { fromDecimal128 } from './decimal128.js';
import type { Ledger } from './ledger-context.js';

export interface ManifestComparison {
  matchedSites: string[];
  differingSites: SiteReport[];
  /** Expected by configuration, but without a manifest. */
  missingSites: string[];
}

interface SiteSums {
  _id: string;
  bills: number;
  total: Decimal128;
}

/** What the sites say they sent for the day, against what was imported up to the cut. */
export async function compareManifests(
  ledger: Ledger,
  { currency, day, cut }: BillingCycle & { cut: number },
  expectedSites: readonly string[],
): Promise<ManifestComparison> {
  const ofDay = { $match: { currency, day, import: { $lte: cut } } };
  const manifests = await ledger.collections.manifests
    .aggregate<SiteSums>([
      ofDay,
      { $group: { _id: '$site', bills: { $sum: '$bills' }, total: { $sum: '$total' } } },
    ])
    .toArray();
  const imported = await ledger.collections.bills
    .aggregate<SiteSums>([
      ofDay,
      { $group: { _id: '$site', bills: { $sum: 1 }, total: { $sum: '$total' } } },
    ])
    .toArray();
  const came = new Map(imported.map((each) => [each._id, each]));
  const reports = manifests
    .map(({ _id: site, bills, total }): SiteReport => {
      const found = came.get(site);
      const importedTotal: Amount = found ? fromDecimal128(found.total) : zero;
      return {
        site,
        bills: { sent: bills, imported: found?.bills ?? 0 },
        total: { sent: fromDecimal128(total), imported: importedTotal },
      };
    })
    .toSorted((a, b) => (a.site < b.site ? -1 : 1));
  const sent = new Set(reports.map(({ site }) => site));
  return {
    matchedSites: reports.filter(matches).map(({ site }) => site),
    differingSites: reports.filter((report) => !matches(report)),
    missingSites: expectedSites.filter((site) => !sent.has(site)),
  };
}

function matches({ bills, total }: SiteReport): boolean {
  return bills.sent === bills.imported && total.sent === total.imported;
}
