import type { Day } from '../../domain/billing-cycle.js';
import {
  chargesToAskAbout,
  cloudAccountsOf,
  countCharges,
  slottedChargesOf,
} from '../../ledger/charges-to-reconcile.js';
import { confirmCharges } from '../../ledger/confirm-charges.js';
import { databaseNow } from '../../ledger/database-clock.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { connectProvider } from '../../providers/registry.js';
import type { Difference } from '../../reconcile/difference.js';
import { openReport, type OpenReport } from '../../reconcile/open-report.js';
import { reconcile, type AskingLedger, type Reconciled } from '../../reconcile/reconcile.js';
import { exitStatus } from '../exit-status.js';
import { differenceTable, summaryOfVendors } from '../reconcile-table.js';
import { countOf, print, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export interface ReconcileOptions {
  cycle?: Day;
  report?: string[];
  confirm?: true;
  format: 'table' | 'ndjson';
}

/** Beyond these a table is no help: ndjson has them all. */
const mostRows = 1000;
const mostNotes = 20;
const confirmedAtOnce = 50;

/** Compares our charges with what each vendor has, and names every difference. */
export async function reconcileCommand(
  located: LocatedDatabase,
  { cycle, report = [], confirm, format }: ReconcileOptions,
): Promise<number> {
  const reports: OpenReport[] = [];
  for (const file of new Set(report)) reports.push(await openReport(file));
  const { products, access, requestTimeoutMs } = located.marketplaces;
  const providers = products.map((product) =>
    connectProvider(product, { ...access[product.provider], requestTimeoutMs }),
  );
  return withLedger(located, async (ledger) => {
    const found = await reconcile(portsOf(ledger), { cycle, reports, providers });
    const differences = format === 'ndjson' ? await printLines(found) : await printTables(found);
    const confirmed = confirm ? await confirmAll(ledger, found, format) : 0;
    const summaries = found.summaries();
    if (format === 'ndjson')
      for (const each of summaries) await print(JSON.stringify({ kind: 'summary', ...each }));
    else if (summaries.length > 0) await print(summaryOfVendors(summaries));
    sayNotes(found, { confirm, confirmed });
    return differences > 0 ? exitStatus.needsAttention : exitStatus.done;
  });
}

function portsOf(ledger: Ledger): AskingLedger {
  return {
    cloudAccountsOf: (provider) => cloudAccountsOf(ledger, provider),
    slottedChargesOf: (of) => slottedChargesOf(ledger, of),
    chargesToAskAbout: (of) => chargesToAskAbout(ledger, of),
    countCharges: (cycle) => countCharges(ledger, cycle),
    databaseNow: () => databaseNow(ledger),
  };
}

/** @returns how many differences there are */
async function printLines({ differences, strangers }: Reconciled): Promise<number> {
  let count = 0;
  const printOne = async (each: Difference): Promise<void> => {
    count++;
    await print(JSON.stringify({ kind: 'difference', ...each }));
  };
  for (const each of differences) await printOne(each);
  for await (const each of strangers()) await printOne(each);
  return count;
}

async function printTables({ differences, strangers }: Reconciled): Promise<number> {
  const shown = differences.slice(0, mostRows);
  let count = differences.length;
  for await (const each of strangers()) {
    count++;
    if (shown.length < mostRows) shown.push(each);
  }
  if (shown.length > 0) await print(differenceTable(shown));
  for (const { command } of shown) if (command !== undefined) await print(command);
  if (count > shown.length)
    say(`${count - shown.length} more differences: --format ndjson has them all`);
  return count;
}

/** Only what every line of every report was read for: a bad file has ended the command before. */
async function confirmAll(
  ledger: Ledger,
  { confirmable }: Reconciled,
  format: ReconcileOptions['format'],
): Promise<number> {
  let count = 0;
  for (let start = 0; start < confirmable.length; start += confirmedAtOnce) {
    const batch = confirmable.slice(start, start + confirmedAtOnce);
    const confirmed = new Set(
      await confirmCharges(
        ledger,
        batch.map(({ key, seen }) => ({ key, reason: `billed: ${seen}` })),
      ),
    );
    for (const { key, of } of batch) {
      if (!confirmed.has(key)) continue;
      count++;
      of.confirmed++;
      if (format === 'ndjson') await print(JSON.stringify({ kind: 'confirmed', charge: key }));
    }
  }
  return count;
}

function sayNotes(
  { notes, confirmable }: Reconciled,
  { confirm, confirmed }: { confirm: true | undefined; confirmed: number },
): void {
  for (const note of notes.slice(0, mostNotes)) say(note);
  if (notes.length > mostNotes) say(`and ${notes.length - mostNotes} more of this kind`);
  if (confirm) say(`${countOf(confirmed, 'provisional charge')} confirmed: accepted from now on`);
  else if (confirmable.length > 0)
    say(
      `${countOf(confirmable.length, 'provisional charge')} billed by the vendor: --confirm marks them accepted`,
    );
}
