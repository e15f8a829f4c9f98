import type { Client } from '@temporalio/client';
import { readConfiguration, type Configuration } from '../configuration/read-configuration.js';
import { defaultServicesFolder, findRunningServices } from '../embedded/services.js';
import { connectLedger, type DatabaseOptions } from '../ledger/connect.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { connectTemporal, type TemporalAddress } from './connect-temporal.js';
import { CommandError } from './exit-status.js';

/** What commands need that only read or write the database. */
export type LocatedDatabase = Configuration & {
  mongodbUri: string;
  temporalUiUrl?: string | undefined;
};
/** What commands need that only speak to Temporal. */
export type LocatedTemporal = Configuration & { temporal: TemporalAddress };
export type Located = LocatedDatabase & LocatedTemporal & { temporalUiUrl: string | undefined };

/**
 * The configuration with every address known: from the environment, or else those of the embedded
 * services that run on this machine.
 * @throws CommandError where neither is there
 */
export function locate(
  variables: NodeJS.ProcessEnv = process.env,
  folder = defaultServicesFolder(),
): Located {
  const { configuration, mongodbUri, address, temporalUiUrl } = lookUp(variables, folder);
  if (mongodbUri === undefined || address === undefined) {
    throw noAddress({ MONGODB_URI: mongodbUri, TEMPORAL_ADDRESS: address });
  }
  const temporal = { ...configuration.temporal, address };
  return { ...configuration, mongodbUri, temporal, temporalUiUrl };
}

export function locateDatabase(variables: NodeJS.ProcessEnv = process.env): LocatedDatabase {
  const { configuration, mongodbUri, address, temporalUiUrl } = lookUp(variables);
  if (mongodbUri === undefined) throw noAddress({ MONGODB_URI: mongodbUri });
  const temporal = { ...configuration.temporal, address };
  return { ...configuration, mongodbUri, temporal, temporalUiUrl };
}

export function locateTemporal(variables: NodeJS.ProcessEnv = process.env): LocatedTemporal {
  const { configuration, address } = lookUp(variables);
  if (address === undefined) throw noAddress({ TEMPORAL_ADDRESS: address });
  return { ...configuration, temporal: { ...configuration.temporal, address } };
}

function lookUp(
  variables: NodeJS.ProcessEnv,
  folder = defaultServicesFolder(),
): {
  configuration: Configuration;
  mongodbUri: string | undefined;
  address: string | undefined;
  temporalUiUrl: string | undefined;
} {
  const running = findRunningServices(folder);
  const isTheirs = isSet(variables['MONGODB_URI']) || isSet(variables['TEMPORAL_ADDRESS']);
  const configuration = readConfiguration(
    isTheirs || !running ? variables : withEmulated(variables, running.environment),
  );
  const { address } = configuration.temporal;
  return {
    configuration,
    mongodbUri: configuration.mongodbUri ?? running?.mongodbUri,
    address: address ?? running?.temporalAddress,
    temporalUiUrl: address === undefined ? running?.temporalUiUrl : undefined,
  };
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== '';
}

/**
 * What is said of a vendor belongs together: of one whose address the user sets, all is his, of another
 * one all is the emulator's.
 */
function withEmulated(
  variables: NodeJS.ProcessEnv,
  emulated: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const theirs = new Set(
    Object.keys(emulated)
      .filter((name) => name.endsWith('_ENDPOINT') && isSet(variables[name]))
      .map(vendorOf),
  );
  const used = Object.entries(emulated).filter(([name]) => !theirs.has(vendorOf(name)));
  return { ...variables, ...Object.fromEntries(used) };
}

/** AWS, ALIBABA or HUAWEI. */
function vendorOf(variable: string): string {
  return variable.split('_', 1)[0] ?? variable;
}

function noAddress(variables: Record<string, string | undefined>): CommandError {
  const missing = Object.keys(variables).filter((name) => variables[name] === undefined);
  return new CommandError(
    `no server is known: run \`npm start\` in another terminal, or set ${missing.join(' and ')}`,
  );
}

export function databaseOf(located: LocatedDatabase): DatabaseOptions {
  const { mongodbUri: uri, mongodbDatabase: database, zones, giftTiers, arrearsCourse } = located;
  return { uri, database, zones, giftTiers, arrearsCourse };
}

/** Opens the ledger for `work` and closes it afterwards, whatever happens. */
export async function withLedger<T>(
  located: LocatedDatabase,
  work: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const ledger = await connectLedger(databaseOf(located));
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

export async function withTemporal<T>(
  { temporal }: LocatedTemporal,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { client, close } = await connectTemporal(temporal);
  try {
    return await work(client);
  } finally {
    await close();
  }
}
