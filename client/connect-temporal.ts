import { readFileSync } from 'node:fs';
import { Client, Connection } from '@temporalio/client';
import type { TLSConfig } from '@temporalio/common/lib/internal-non-workflow';
import type { Configuration } from '../configuration/read-configuration.js';
import { retriesUntilClosed } from './retries-until-closed.js';

export class TemporalUnreachableError extends Error {
  override readonly name = 'TemporalUnreachableError';
}

export type TemporalAddress = Configuration['temporal'] & { address: string };

/** The same settings for the client's connection and the worker's. */
export function connectionOptions(temporal: TemporalAddress): {
  address: string;
  apiKey?: string;
  tls?: TLSConfig;
} {
  const { address, apiKey, tls, serverCaCertPath, clientCertPath, clientKeyPath, serverName } =
    temporal;
  const isTls = tls || serverCaCertPath !== undefined || clientCertPath !== undefined;
  return {
    address,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(isTls
      ? {
          tls: {
            ...(serverName === undefined ? {} : { serverNameOverride: serverName }),
            ...(serverCaCertPath === undefined
              ? {}
              : { serverRootCACertificate: readFileSync(serverCaCertPath) }),
            ...(clientCertPath !== undefined && clientKeyPath !== undefined
              ? {
                  clientCertPair: {
                    crt: readFileSync(clientCertPath),
                    key: readFileSync(clientKeyPath),
                  },
                }
              : {}),
          },
        }
      : {}),
  };
}

export interface TemporalClient {
  client: Client;
  /** Ends what is still tried again, then the connection. */
  close: () => Promise<void>;
}

/** @throws TemporalUnreachableError in one line that says what to do */
export async function connectTemporal(temporal: TemporalAddress): Promise<TemporalClient> {
  const retries = retriesUntilClosed();
  try {
    const connection = await Connection.connect({
      ...connectionOptions(temporal),
      connectTimeout: '5s',
      interceptors: retries.interceptors,
    });
    return {
      client: new Client({ connection, namespace: temporal.namespace }),
      close: async () => {
        await retries.end();
        await connection.close();
      },
    };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new TemporalUnreachableError(
      `Temporal does not answer at ${temporal.address}: ${reason}; check TEMPORAL_ADDRESS`,
    );
  }
}
