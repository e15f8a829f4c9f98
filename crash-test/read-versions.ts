import type { Client } from '@temporalio/client';
import type { Ledger } from '../ledger/ledger-context.js';

export interface Versions {
  mongodb: string;
  temporal: string;
  node: string;
}

/** Of everything that a cycle runs on. */
export async function readVersions(ledger: Ledger, client: Client): Promise<Versions> {
  const { version } = await ledger.client.db('admin').command({ buildInfo: 1 });
  const { serverVersion } = await client.workflowService.getSystemInfo({});
  return {
    mongodb: String(version),
    temporal: serverVersion ?? '',
    node: process.version,
  };
}
