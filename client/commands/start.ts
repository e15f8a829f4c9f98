import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settleCycleId } from '../../domain/workflow-ids.js';
import { noteEnvironment } from '../../embedded/services-file.js';
import {
  defaultServicesFolder,
  ServicesRunningError,
  startServices,
} from '../../embedded/services.js';
import { publishedImport } from '../../ledger/cycles.js';
import { runningCycles } from '../../ledger/where.js';
import { afterCharges } from '../after-charges.js';
import { startLocalMailbox } from '../local-mailbox.js';
import { exitStatus } from '../exit-status.js';
import { proofOf, summaryTable } from '../report-table.js';
import { print, say } from '../say.js';
import { writeSample } from '../sample-file.js';
import { locate, withLedger, type Located } from '../session.js';
import { startVendors } from '../vendors.js';
import { demoTokens, serveExpenseCenter } from '../expense-center.js';
import { startWorkerProcess } from '../worker-process.js';
import { importInto } from './import.js';
import { runCycles } from './run.js';
import { sampleDay, sampleSeed } from './sample.js';

const sampleAccounts = 300;

/** Brings everything up, settles a sample day on an empty database, and stays up until Ctrl-C. */
export async function startCommand(): Promise<number> {
  const interrupted = untilSignal();
  const services = await startServices({
    folder: defaultServicesFolder(),
    log: say,
    onUnexpectedEnd: (line) => say(line),
  }).catch((error: unknown) => {
    if (error instanceof ServicesRunningError) return error;
    throw error;
  });
  if (services instanceof ServicesRunningError) {
    say(`${services.message}; Ctrl-C there stops it`);
    return exitStatus.done;
  }
  try {
    const located = locate({ ...process.env, MONGODB_URI: '', TEMPORAL_ADDRESS: '' });
    const vendors = await startVendors(located, { folder: join(services.folder, 'emulators') });
    noteEnvironment(services.folder, vendors.environment);
    const mailbox = await startLocalMailbox(located.messaging, {
      folder: join(services.folder, 'mailbox'),
    });
    const expenseCenter = await serveExpenseCenter(located);
    const { address } = expenseCenter;
    const worker = await startWorkerProcess(located, {
      EXPENSE_CENTER_URL: located.messaging.expenseCenterUrl ?? address,
      ...vendors.environment,
      ...mailbox.environment,
    });
    try {
      const addresses = { pages: vendors.pages, expenseCenter: address, mailbox: mailbox.page };
      await Promise.race([firstDay(located, { interrupted, ...addresses }), interrupted]);
      await Promise.race([worker.exited, interrupted]);
    } finally {
      say('stopping');
      await expenseCenter.stop();
      await worker.stop();
      await mailbox.stop();
      await vendors.stop();
    }
  } finally {
    await services.stop();
  }
  say(`stopped; the data stays in ${services.folder}, and npm start finds it`);
  return exitStatus.done;
}

interface Addresses {
  pages: readonly string[];
  expenseCenter: string;
  mailbox: string | undefined;
}

async function firstDay(
  located: Located,
  { interrupted, ...addresses }: { interrupted: Promise<void> } & Addresses,
): Promise<void> {
  const { isEmpty, unfinished } = await withLedger(located, async (ledger) => ({
    isEmpty: (await publishedImport(ledger)) === 0,
    unfinished: await runningCycles(ledger),
  }));
  if (isEmpty) await importSample(located);
  const cycles = isEmpty ? [sampleDay] : [...new Set(unfinished.map(({ day }) => day))];
  for (const day of cycles) {
    if (!isEmpty) say(`a cycle was cut off: ${day} goes on`);
    const atClosing = await Promise.race([runCycles(located, { cycle: day }), interrupted]);
    if (!atClosing) return;
    const after = await Promise.race([afterCharges(located, atClosing), interrupted]);
    if (!after) return;
    const { reports } = after;
    await print(summaryTable(reports));
    for (const line of reports.flatMap(proofOf)) await print(line);
  }
  if (!isEmpty && cycles.length === 0)
    say('found the data of an earlier start; nothing was cut off');
  await printAddresses(located, { day: cycles[0] ?? sampleDay, ...addresses });
}

async function importSample(located: Located): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'settle-sample-'));
  try {
    const path = join(folder, 'sample.ndjson');
    await writeSample(path, { accounts: sampleAccounts, seed: sampleSeed, day: sampleDay });
    say(`an empty database: importing a sample of ${sampleAccounts} accounts`);
    await withLedger(located, (ledger) => importInto(ledger, { files: [path] }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function printAddresses(
  located: Located,
  { day, pages, expenseCenter, mailbox }: { day: string } & Addresses,
): Promise<void> {
  const { temporalUiUrl, mongodbUri, temporal } = located;
  const workflow = encodeURIComponent(settleCycleId({ currency: 'CNY', day }));
  const tokens = await demoTokens(located);
  const lines = [
    '',
    `expense center    ${expenseCenter} (its API: ${expenseCenter}/api/docs)`,
    ...tokens.map(({ whose, secret }) => `  ${whose.padEnd(16)}${secret}`),
    ...(mailbox === undefined ? [] : [`mailbox           ${mailbox}`]),
    `Temporal Web UI   ${temporalUiUrl}`,
    `the CNY cycle     ${temporalUiUrl}/namespaces/${temporal.namespace}/workflows/${workflow}`,
    `MongoDB           ${mongodbUri}`,
    ...pages.map((page) => `emulated cloud    ${page}`),
    '',
    'Try next, in another terminal:',
    `  npx settle statement --cycle ${day} --account acct-00001`,
    '  npx settle balances --account acct-00001',
    '  npx settle audit',
    '  npx settle where acct-00001',
    '  npx settle schedule apply',
    '',
    'It stays up. Ctrl-C stops everything it started and keeps the data.',
  ];
  for (const line of lines) await print(line);
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });
}
