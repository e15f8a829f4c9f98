import { SingleBar, Presets } from 'cli-progress';
import { importFiles, type ImportProgress, type ImportResult } from '../../import/import-files.js';
import { createImportStore } from '../../ledger/import-store.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { postImports } from '../../ledger/post-imports.js';
import { exitStatus } from '../exit-status.js';
import { ringFollowUp } from '../ring-follow-up.js';
import { countOf, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export async function importCommand(
  located: LocatedDatabase,
  files: readonly string[],
  options: { skipInvalid?: string },
): Promise<number> {
  return withLedger(located, async (ledger) => {
    const result = await importInto(ledger, { files, ...options });
    for (const line of resultLines(result, options.skipInvalid)) say(line);
    // A recharge in it may have repaid what locked somebody.
    await ringFollowUp(located, ledger);
    if (result.rejected === 0) return exitStatus.done;
    return options.skipInvalid === undefined ? exitStatus.badUsage : exitStatus.needsAttention;
  });
}

/** Imports the files with a bar on a terminal; each problem is a line on standard error. */
export async function importInto(
  ledger: Ledger,
  { files, skipInvalid }: { files: readonly string[]; skipInvalid?: string },
): Promise<ImportResult> {
  const store = await createImportStore({
    db: ledger.client.db(ledger.collections.accounts.dbName),
  });
  const bar = process.stderr.isTTY ? newBar() : undefined;
  try {
    return await importFiles({
      files,
      ...(skipInvalid === undefined ? {} : { skipInvalid }),
      store,
      post: () => postImports(ledger),
      onProblem: say,
      onWaiting: () => say('another import is running; this one waits for it'),
      ...(bar ? { onProgress: (progress: ImportProgress) => show(bar, progress) } : {}),
    });
  } finally {
    bar?.stop();
  }
}

function newBar(): SingleBar {
  const bar = new SingleBar(
    { format: '{phase} {bar} {percentage}%  {records} records', stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(1, 0, { phase: 'reading', records: 0 });
  return bar;
}

function show(bar: SingleBar, progress: ImportProgress): void {
  const { phase, bytes, totalBytes = bytes, records, totalRecords = records } = progress;
  const [value, total] = phase === 'reading' ? [bytes, totalBytes] : [records, totalRecords];
  bar.setTotal(Math.max(total, 1));
  bar.update(value, { phase, records });
}

function resultLines(result: ImportResult, rejects: string | undefined): string[] {
  const { records, unchanged, rejected, problems } = result;
  const kinds = Object.entries(records).filter(([, count]) => count > 0);
  const stored = kinds.map(([kind, count]) => `${count} ${kind}`).join(', ');
  return [
    ...(rejected > 0 && rejects === undefined
      ? [`nothing was imported: ${countOf(problems, 'problem')} in ${countOf(rejected, 'record')}`]
      : [`imported ${stored || 'nothing new'}; ${unchanged} unchanged`]),
    ...(rejected > 0 && rejects !== undefined
      ? [`rejected: ${countOf(rejected, 'record')}, see ${rejects}`]
      : []),
    ...unknownNames(result),
  ];
}

/** Names that no rule knows: accepted, and said. */
export function unknownNames({ unknownItems, unknownSites }: ImportResult): string[] {
  return [
    ...(unknownItems.length > 0
      ? [`items that are not in the price list: ${unknownItems.join(', ')}`]
      : []),
    ...(unknownSites.length > 0 ? [`sites that are not known: ${unknownSites.join(', ')}`] : []),
  ];
}
