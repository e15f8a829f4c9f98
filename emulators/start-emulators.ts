import { join } from 'node:path';
import type { Provider } from '../domain/records.js';
import { createAlibabaCloudEmulator } from './alibaba-cloud/emulator.js';
import type { AlibabaCloudRules } from './alibaba-cloud/rules.js';
import { createAwsEmulator } from './aws/emulator.js';
import type { AwsRules } from './aws/rules.js';
import { Books } from './books.js';
import { emulatorCredentials, type Credentials } from './credentials.js';
import type { FaultOrder } from './fault-schema.js';
import { Faults } from './faults.js';
import { createHuaweiCloudEmulator } from './huawei-cloud/emulator.js';
import { providers } from './provider.js';
import { Subscribers, type SubscriberSource } from './subscribers.js';
import type { VendorContext, VendorEmulator } from './vendor-emulator.js';
import { startVendorServer, type VendorServer } from './vendor-server.js';

export interface EmulatorOptions {
  /** Without it everybody is subscribed. */
  subscribers?: SubscriberSource;
  /** Awaited before a request is judged: the subscribers may have to be read again. */
  beforeRequest?: () => Promise<void>;
  credentials?: Partial<Credentials>;
  /** By which windows and limits are judged. */
  now?: () => Date;
  /**
   * By which signatures and the requests of a second are judged, and what answers are dated with: SDKs
   * sign with the machine's clock, whatever day a test plays on.
   */
  wallClock?: () => Date;
  /** Keeps the books, a file a vendor; found again by the next start. */
  folder?: string;
  latencyMs?: number;
  faults?: readonly FaultOrder[];
  /** 0, the default: any that is free. */
  ports?: Partial<Record<Provider, number>>;
  /** Where vendors' documents leave a choice. */
  rules?: { aws?: AwsRules; 'alibaba-cloud'?: AlibabaCloudRules };
}

export interface Emulators {
  /** `http://127.0.0.1:PORT` */
  readonly addresses: Readonly<Record<Provider, string>>;
  readonly books: Readonly<Record<Provider, Books>>;
  readonly faults: Faults;
  /** Resets what is under way; what is on the books stays in their files. */
  stop(): Promise<void>;
}

/** Starts an emulator of every vendor, on 127.0.0.1. */
export async function startEmulators(options: EmulatorOptions = {}): Promise<Emulators> {
  const { now = () => new Date(), wallClock = () => new Date(), rules = {} } = options;
  const credentials = { ...emulatorCredentials, ...options.credentials };
  const subscribers = new Subscribers(options.subscribers);
  const faults = new Faults();
  faults.add(options.faults ?? []);
  const books = await openBooks(options.folder);
  const clocks = { now, wallClock };
  const started: VendorServer[] = [];
  const start = async (
    provider: Provider,
    create: (context: VendorContext) => VendorEmulator,
  ): Promise<string> => {
    const context = { ...clocks, subscribers, books: books[provider] };
    const server = await startVendorServer({
      ...context,
      provider,
      vendor: create(context),
      faults,
      latencyMs: options.latencyMs ?? 0,
      beforeRequest: options.beforeRequest,
      port: options.ports?.[provider] ?? 0,
    });
    started.push(server);
    return server.address;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
    for (const provider of providers) books[provider].close();
  };
  try {
    const { aws, 'alibaba-cloud': alibabaCloud, 'huawei-cloud': huaweiCloud } = credentials;
    const addresses = {
      aws: await start('aws', (context) =>
        createAwsEmulator({ ...context, key: aws, rules: rules.aws ?? {} }),
      ),
      'alibaba-cloud': await start('alibaba-cloud', (context) =>
        createAlibabaCloudEmulator({
          ...context,
          key: alibabaCloud,
          rules: rules['alibaba-cloud'] ?? {},
        }),
      ),
      'huawei-cloud': await start('huawei-cloud', (context) =>
        createHuaweiCloudEmulator({ ...context, key: huaweiCloud }),
      ),
    };
    return { addresses, books, faults, stop };
  } catch (error) {
    // A port that is taken must not leave the other vendors behind.
    await stop();
    throw error;
  }
}

async function openBooks(folder: string | undefined): Promise<Record<Provider, Books>> {
  const open = (provider: Provider): Promise<Books> =>
    Books.open({ path: folder === undefined ? undefined : join(folder, `${provider}.ndjson`) });
  return {
    aws: await open('aws'),
    'alibaba-cloud': await open('alibaba-cloud'),
    'huawei-cloud': await open('huawei-cloud'),
  };
}
