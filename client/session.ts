import type { Client } from '@temporalio/client';
import { readConfiguration, type Configuration } from '../configuration/read-configuration.js';
import { defaultServicesFolder, findRunningServices } from '../embedded/services.js';
import { connectLedger } from '../ledger/connect.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { connectTemporal, type TemporalAddress } from './connect-temporal.js';
import { CommandError } from './exit-status.js';

export type Located = Configuration & {
  mongodbUri: string;
  temporal: TemporalAddress;
  temporalUiUrl: string | undefined;
};

/**
 * The configuration with every address known: from the environment, or else those of the embedded
 * services that run on this machine.
 * @throws CommandError where neither is there
 */
export function locate(variables: NodeJS.ProcessEnv = process.env): Located {
  const configuration = readConfiguration(variables);
  const running = findRunningServices(defaultServicesFolder());
  const mongodbUri = configuration.mongodbUri ?? running?.mongodbUri;
  const address = configuration.temporal.address ?? running?.temporalAddress;
  if (mongodbUri === undefined || address === undefined) {
    const missing = mongodbUri === undefined ? 'MongoDB' : 'Temporal';
    throw new CommandError(
      `no address of ${missing}: run \`npm start\` in another terminal, or set MONGODB_URI and TEMPORAL_ADDRESS`,
    );
  }
  return {
    ...configuration,
    mongodbUri,
    temporal: { ...configuration.temporal, address },
    temporalUiUrl:
      configuration.temporal.address === undefined ? running?.temporalUiUrl : undefined,
  };
}

/** Opens the ledger for `work` and closes it afterwards, whatever happens. */
export async function withLedger<T>(
  { mongodbUri, mongodbDatabase, zones }: Located,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const ledger = await connectLedger({ uri: mongodbUri, database: mongodbDatabase, zones });
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

export async function withTemporal<T>(
  { temporal }: Located,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connectTemporal(temporal);
  try {
    return await work(client);
  } finally {
    await client.connection.close();
  }
}
