import { constants } from 'node:fs';
import { access, open, stat, type FileHandle } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { dirname, join, resolve } from 'node:path';
import { startServices } from '../../embedded/services.js';
import { readConfiguration } from '../../configuration/read-configuration.js';
import { currencies } from '../../domain/billing-cycle.js';
import { instantOf } from '../../domain/instant.js';
import { audit } from '../../ledger/audit.js';
import { readBalances } from '../../ledger/read-balances.js';
import { readStatement } from '../../ledger/read-statement.js';
import { afterCharges } from '../after-charges.js';
import { checkData } from '../check-data.js';
import { CommandError, exitStatus } from '../exit-status.js';
import { needsAttention, notesOf, proofOf, summaryTable } from '../report-table.js';
import { countOf, print, say } from '../say.js';
import { writeSample } from '../sample-file.js';
import { withLedger, type Located } from '../session.js';
import { startVendors } from '../vendors.js';
import { startWorkerProcess } from '../worker-process.js';
import { importInto, unknownNames } from './import.js';
import { checkOver, runCycles } from './run.js';
import { sampleSeed } from './sample.js';

export interface DemoOptions {
  data?: string;
  cycle: string;
  statement?: string;
  balances?: string;
}

const sampleAccounts = 300;

/** All on its own, in a temporary place: servers, import, cycle, statement, balances, audit. */
export async function demoCommand(options: DemoOptions): Promise<number> {
  checkOverSomewhere(options.cycle);
  for (const path of [options.statement, options.balances]) {
    if (path !== undefined) await checkWritable(path);
  }
  if (options.data !== undefined) await refuseBad(options.data);
  return withServices(async ({ located, folder, interrupted }) => {
    const data = options.data ?? join(folder, 'sample.ndjson');
    if (options.data === undefined) {
      await writeSample(data, { accounts: sampleAccounts, seed: sampleSeed, day: options.cycle });
    }
    return settleFile(located, data, { ...options, interrupted });
  });
}

async function refuseBad(data: string): Promise<void> {
  const problems = await checkData(data, say);
  if (problems === 0) return;
  throw new CommandError(
    `${data}: ${countOf(problems, 'problem')}; nothing was started`,
    exitStatus.badUsage,
  );
}

/** Which currencies there are is known after the import: until then one of the centers is enough. */
function checkOverSomewhere(day: string): void {
  const located = readConfiguration(process.env);
  const refusals = currencies.flatMap((currency) => {
    try {
      checkOver(located, { currency, day });
      return [];
    } catch (error) {
      return [error];
    }
  });
  if (refusals.length === currencies.length) throw refusals[0];
}

/** Hours of settling should not end at a folder that is not there. */
async function checkWritable(path: string): Promise<void> {
  try {
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory()) throw new Error('it is a folder');
    await access(there ? path : dirname(resolve(path)), constants.W_OK);
  } catch (error) {
    throw unwritable(path, error, exitStatus.badUsage);
  }
}

function unwritable(path: string, error: unknown, status: number): CommandError {
  const reason = error instanceof Error ? error.message : String(error);
  return new CommandError(`${path} cannot be written: ${reason}`, status);
}

/** Starts everything for `work`, and stops it whatever happens, Ctrl-C too. */
async function withServices(
  work: (services: {
    located: Located;
    /** Removed when the services stop. */
    folder: string;
    interrupted: AbortSignal;
  }) => Promise<number>,
): Promise<number> {
  const services = await startServices({ log: say });
  const undo: (() => Promise<void>)[] = [];
  const interrupted = new AbortController();
  const onSignal = (): void => interrupted.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, onSignal);
  try {
    const configuration = readConfiguration({
      ...process.env,
      TEMPORAL_API_KEY: '',
      TEMPORAL_TLS: '',
    });
    const located: Located = {
      ...configuration,
      mongodbUri: services.mongodbUri,
      temporal: {
        ...configuration.temporal,
        address: services.temporalAddress,
        namespace: 'default',
      },
      temporalUiUrl: services.temporalUiUrl,
    };
    const vendors = await startVendors(located);
    undo.push(() => vendors.stop());
    const worker = await startWorkerProcess(located, vendors.environment);
    try {
      const { folder } = services;
      const { signal } = interrupted;
      return await Promise.race([
        work({ located, folder, interrupted: signal }),
        untilAborted(signal),
      ]);
    } finally {
      await worker.stop();
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
    for (const stop of undo) await stop();
    await services.stop();
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new CommandError('interrupted')), { once: true });
  });
}

async function settleFile(
  located: Located,
  data: string,
  options: DemoOptions & { interrupted: AbortSignal },
): Promise<number> {
  const imported = await withLedger(located, (ledger) => importInto(ledger, { files: [data] }));
  if (imported.rejected > 0) {
    throw new CommandError(
      `${data}: ${countOf(imported.problems, 'problem')}; nothing was settled`,
      exitStatus.badUsage,
    );
  }
  for (const line of unknownNames(imported)) say(line);
  const { cycle, interrupted } = options;
  const atClosing = await runCycles(located, { cycle, interrupted });
  const { reports, parked } = await afterCharges(located, atClosing, { interrupted });
  if (reports.length > 0) await print(summaryTable(reports));
  for (const report of reports) {
    for (const line of [...proofOf(report), ...notesOf(report)]) say(line);
  }
  for (const line of parked) say(line);
  const differences = await withLedger(located, async (ledger) => {
    const now = instantOf(Date.now());
    if (options.statement !== undefined) {
      await writeRows(options.statement, readStatement(ledger, { day: options.cycle }));
    }
    if (options.balances !== undefined && now !== undefined) {
      await writeRows(options.balances, readBalances(ledger, {}, now));
    }
    const result = await audit(ledger, { onDifference: (found) => say(found.line) });
    return result.differences;
  });
  say(
    differences === 0
      ? 'audit: the ledger proves every balance and every bill'
      : `audit: ${countOf(differences, 'difference')}`,
  );
  if (differences > 0) return exitStatus.failed;
  const waits = parked.length > 0 || reports.some(needsAttention);
  return waits ? exitStatus.needsAttention : exitStatus.done;
}

async function writeRows(path: string, rows: AsyncIterable<object>): Promise<void> {
  const file: FileHandle = await open(path, 'w').catch((error: unknown) => {
    throw unwritable(path, error, exitStatus.failed);
  });
  try {
    const stream = file.createWriteStream();
    for await (const row of rows) {
      if (!stream.write(`${JSON.stringify(row)}\n`)) {
        await once(stream, 'drain');
      }
    }
    stream.end();
    await finished(stream);
  } finally {
    await file.close().catch(() => undefined);
  }
}
