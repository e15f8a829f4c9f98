import type { Provider } from '../domain/records.js';
import { emulatorCredentials } from '../emulators/credentials.js';
import { providers } from '../emulators/provider.js';
import { startEmulators, type Emulators } from '../emulators/start-emulators.js';
import type { InstanceName, Subscriber } from '../emulators/subscribers.js';
import { connectLedger } from '../ledger/connect.js';
import { publishedImport } from '../ledger/cycles.js';
import type { Ledger } from '../ledger/ledger-context.js';
import type { Located } from './session.js';

/** The clouds, as a worker is to reach them. */
export interface Vendors {
  /** For the worker: addresses and credentials of what is emulated. */
  environment: Record<string, string>;
  /** Pages that show what the emulators hold; none where every vendor's own address is set. */
  pages: string[];
  stop(): Promise<void>;
}

/** Starts an emulator of each vendor whose address the environment does not set. */
export async function startVendors(
  located: Located,
  { folder, latencyMs = 0 }: { folder?: string; latencyMs?: number } = {},
): Promise<Vendors> {
  const { access } = located.marketplaces;
  const emulated = providers.filter((provider) => access[provider].endpoint === undefined);
  if (emulated.length === 0) return { environment: {}, pages: [], stop: async () => undefined };
  const ledger = await connectLedger({
    uri: located.mongodbUri,
    database: located.mongodbDatabase,
    poolSize: 2,
  });
  try {
    const emulators = await startEmulators({
      ...registeredIn(ledger),
      latencyMs,
      ...(folder === undefined ? {} : { folder }),
    });
    return {
      environment: emulatorEnvironment(emulators, emulated),
      pages: emulated.map((provider) => `${emulators.addresses[provider]}/emulator`),
      async stop() {
        await emulators.stop();
        await ledger.close();
      },
    };
  } catch (error) {
    await ledger.close();
    throw error;
  }
}

const environmentOf: Readonly<Record<Provider, (emulators: Emulators) => Record<string, string>>> =
  {
    aws: ({ addresses }) => ({
      AWS_MARKETPLACE_ENDPOINT: addresses.aws,
      AWS_ACCESS_KEY_ID: emulatorCredentials.aws.keyId,
      AWS_SECRET_ACCESS_KEY: emulatorCredentials.aws.secret,
      AWS_SESSION_TOKEN: '',
    }),
    'alibaba-cloud': ({ addresses }) => ({
      ALIBABA_CLOUD_MARKET_ENDPOINT: addresses['alibaba-cloud'],
      ALIBABA_CLOUD_ACCESS_KEY_ID: emulatorCredentials['alibaba-cloud'].keyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulatorCredentials['alibaba-cloud'].secret,
    }),
    'huawei-cloud': ({ addresses }) => ({
      HUAWEI_CLOUD_MARKET_ENDPOINT: addresses['huawei-cloud'],
      HUAWEI_CLOUD_MARKET_KEY: emulatorCredentials['huawei-cloud'].secret,
    }),
  };

/** What a worker has to be told so that it reaches these emulators. */
export function emulatorEnvironment(
  emulators: Emulators,
  of: readonly Provider[] = providers,
): Record<string, string> {
  return Object.fromEntries(
    of.flatMap((provider) => Object.entries(environmentOf[provider](emulators))),
  );
}

const rereadAfterMs = 2_000;

/** A vendor knows whom the database registers, from the moment that an import is published. */
function registeredIn(ledger: Ledger): {
  subscribers: (name: InstanceName) => readonly Subscriber[];
  beforeRequest: () => Promise<void>;
} {
  let known = new Map<string, Subscriber[]>();
  let published = -1;
  let readAt = 0;
  return {
    subscribers: ({ provider, instance }) => known.get(`${provider} ${instance}`) ?? [],
    async beforeRequest() {
      const now = await publishedImport(ledger);
      if (now === published && performance.now() - readAt < rereadAfterMs) return;
      const found = await ledger.collections.cloudAccounts
        .find({ import: { $lte: now } })
        .toArray();
      known = new Map(found.map((each) => [`${each.provider} ${each.instance}`, [each]]));
      published = now;
      readAt = performance.now();
    },
  };
}
