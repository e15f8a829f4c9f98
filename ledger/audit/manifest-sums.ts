import { cycleId } from '../../domain/billing-cycle.js';
import { add, zero } from '../../domain/money.js';
import type { ManifestDocument } from '../documents.js';
import { groupBy } from '../group-by.js';
import type { Ledger } from '../ledger-context.js';
import { readDocument } from './account-books.js';
import type { SiteSums } from './cycle-sums.js';
import type { Decoded } from './decode.js';
import { expectSame, type Report } from './difference.js';
import { documentForms } from './document-forms.js';

/** What the sites say they sent for a cycle, in the manifests up to a cut. */
export interface ManifestSums {
  of(cycle: string, cut: number): ReadonlyMap<string, SiteSums>;
}

export async function readManifests(ledger: Ledger, report: Report): Promise<ManifestSums> {
  const manifests: Decoded<ManifestDocument>[] = [];
  for await (const document of ledger.collections.manifests.find().sort({ _id: 1 })) {
    const manifest = readDocument('manifests', document, documentForms.manifests, report);
    if (!manifest) continue;
    const { _id, site, part } = manifest;
    expectSame(report, {
      check: 'manifest',
      id: `manifests ${_id}`,
      expected: `${site}/${cycleId(manifest)}/${part}`,
      found: _id,
    });
    manifests.push(manifest);
  }
  const byCycle = groupBy(manifests, cycleId);
  return {
    of(cycle, cut) {
      const sites = new Map<string, SiteSums>();
      for (const { site, bills, total, ...manifest } of byCycle.get(cycle) ?? []) {
        if (manifest.import > cut) continue;
        const before = sites.get(site) ?? { bills: 0, total: zero };
        sites.set(site, { bills: before.bills + bills, total: add(before.total, total) });
      }
      return sites;
    },
  };
}

/** Sites whose manifests match what came, and those that differ, with both sides. */
export function sitesText(
  sent: ReadonlyMap<string, SiteSums>,
  imported: ReadonlyMap<string, SiteSums>,
): { matched: string; differing: string } {
  const matched: string[] = [];
  const differing: string[] = [];
  for (const site of [...sent.keys()].toSorted()) {
    const came = imported.get(site) ?? { bills: 0, total: zero };
    const { bills, total } = sent.get(site) ?? came;
    if (bills === came.bills && total === came.total) matched.push(site);
    else
      differing.push(
        `${site} ${bills} bills of ${total} sent, ${came.bills} of ${came.total} imported`,
      );
  }
  return { matched: matched.join(', '), differing: differing.join('; ') };
}
