import type { BillingCycle } from '../domain/billing-cycle.js';
import type { SiteReport } from '../domain/cycle-report.js';
import { add, zero, type Amount } from '../domain/money.js';
import { fromDecimal128 } from './decimal128.js';
import type { Ledger } from './ledger-context.js';
import { wholeList } from './whole-list.js';

export interface ManifestComparison {
  matchedSites: string[];
  differingSites: SiteReport[];
  /** Expected by configuration, but without a manifest. */
  missingSites: string[];
}

interface SiteSums {
  bills: number;
  total: Amount;
}

/** What the sites say they sent for the day, against what was imported up to the cut. */
export async function compareManifests(
  ledger: Ledger,
  { currency, day, cut }: BillingCycle & { cut: number },
  expectedSites: readonly string[],
): Promise<ManifestComparison> {
  const ofDay = { currency, day, import: { $lte: cut } };
  const sent = new Map<string, SiteSums>();
  const { bills, manifests } = ledger.collections;
  for await (const manifest of manifests.find(ofDay, {
    projection: { site: 1, bills: 1, total: 1 },
  }))
    addTo(sent, manifest.site, { ...manifest, total: fromDecimal128(manifest.total) });
  const imported = new Map<string, SiteSums>();
  if (sent.size > 0) {
    const projection = { _id: 0, site: 1, total: 1 };
    for await (const { site, total } of bills.find(ofDay, { ...wholeList(), projection }))
      addTo(imported, site, { bills: 1, total });
  }
  const reports = [...sent.keys()].toSorted().map((site): SiteReport => {
    const came = imported.get(site) ?? nothing;
    const said = sent.get(site) ?? nothing;
    return {
      site,
      bills: { sent: said.bills, imported: came.bills },
      total: { sent: said.total, imported: came.total },
    };
  });
  return {
    matchedSites: reports.filter(matches).map(({ site }) => site),
    differingSites: reports.filter((report) => !matches(report)),
    missingSites: expectedSites.filter((site) => !sent.has(site)),
  };
}

const nothing: SiteSums = { bills: 0, total: zero };

/** Added here and not by MongoDB, which keeps 34 digits: unrounded lines may have more in sum. */
function addTo(sums: Map<string, SiteSums>, site: string, more: SiteSums): void {
  const { bills, total } = sums.get(site) ?? nothing;
  sums.set(site, { bills: bills + more.bills, total: add(total, more.total) });
}

function matches({ bills, total }: SiteReport): boolean {
  return bills.sent === bills.imported && total.sent === total.imported;
}
