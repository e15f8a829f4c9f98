import Table from 'cli-table3';
import type { Difference, VendorSummary } from '../reconcile/difference.js';

const plain = { head: [], border: [] };

/** Each difference with its charge; a line's place where there is none. */
export function differenceTable(differences: readonly Difference[]): string {
  const table = new Table({
    head: ['charge', 'provider', 'difference', 'state', 'hour (UTC)', 'ours', 'vendor', 'why'],
    style: plain,
    colAligns: ['left', 'left', 'left', 'left', 'left', 'right', 'right', 'left'],
  });
  for (const each of differences) {
    const { charge, provider, difference, state, hour = '', ours, vendors, reason, line } = each;
    table.push([
      charge ?? '–',
      provider,
      difference,
      state ?? '–',
      hour.slice(0, 13).replace('T', ' '),
      ours ?? '–',
      vendors,
      line === undefined ? reason : `${reason} (${line})`,
    ]);
  }
  return table.toString();
}

export function summaryOfVendors(summaries: readonly VendorSummary[]): string {
  const table = new Table({
    head: ['provider', 'currency', 'compared', 'agree', 'differ', 'not compared', 'confirmed'],
    style: plain,
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
  });
  for (const each of summaries) {
    const { provider, currency, compared, agree, differ, notCompared, confirmed } = each;
    table.push([provider, currency, compared, agree, differ, notCompared, confirmed]);
  }
  return table.toString();
}
