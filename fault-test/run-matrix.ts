import { setTimeout as pause } from 'node:timers/promises';
import { print, say } from '../client/say.js';
import { startCrashServers, type CrashServers } from '../crash-test/crash-servers.js';
import { readVersions, type Versions } from '../crash-test/read-versions.js';
import { connectTemporal } from '../client/connect-temporal.js';
import { readConfiguration } from '../configuration/read-configuration.js';
import { connectLedger } from '../ledger/connect.js';
import type { FaultCase } from './fault-case.js';
import { cellsOf } from './outcome-cells.js';
import { runCase, type CaseOutcome } from './run-case.js';
import { sideBySide } from './side-by-side.js';

export interface MatrixFacts {
  versions: Versions;
  seconds: number;
}

/** Each is mostly waiting. */
const casesAtOnce = 6;
/** Of an hour: later, Alibaba Cloud's last hour is too old to be chosen before a case is over. */
const lastMinute = 55;

const isAlibabaCloud = (product: string): boolean => product.startsWith('alibaba-cloud');

/** Every case on a stage of its own, some side by side; each outcome is printed as it comes. */
export async function runMatrix(
  cases: readonly FaultCase[],
): Promise<{ facts: MatrixFacts; outcomes: CaseOutcome[] }> {
  const servers = await startCrashServers(say);
  try {
    const versions = await versionsOf(servers);
    const from = performance.now();
    const outcomes = await sideBySide(cases, casesAtOnce, async (faultCase, index) => {
      if (Object.keys(faultCase.endings).some(isAlibabaCloud)) await untilEarlyInTheHour();
      const outcome = await runCase(servers, faultCase, index + 1).catch((error: unknown) => ({
        faultCase,
        products: [],
        problems: [String(error)],
      }));
      await print(tableRow(cellsOf(outcome)));
      return outcome;
    });
    return { facts: { versions, seconds: (performance.now() - from) / 1_000 }, outcomes };
  } finally {
    await servers.stop();
  }
}

/** So that every vendor has an hour to give to each charge. */
export async function untilEarlyInTheHour(beforeMinute = lastMinute): Promise<void> {
  const now = new Date();
  if (now.getUTCMinutes() < beforeMinute) return;
  const seconds = (60 - now.getUTCMinutes()) * 60 - now.getUTCSeconds() + 2;
  say(`waiting ${seconds} s for the next hour: Alibaba Cloud takes none of the last one any more`);
  await pause(seconds * 1_000);
}

async function versionsOf(servers: CrashServers): Promise<Versions> {
  const temporal = await servers.freshTemporal('versions');
  const ledger = await connectLedger({ uri: servers.mongod.address, database: 'versions' });
  const configuration = readConfiguration({});
  const { client, close } = await connectTemporal({
    ...configuration.temporal,
    address: temporal.address,
  });
  try {
    return await readVersions(ledger, client);
  } finally {
    await close();
    await ledger.close();
    await temporal.stop();
  }
}

function tableRow(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(index === 0 ? 34 : 0))
    .filter(Boolean)
    .join(' | ');
}
