import { emulatorCredentials } from '../../emulators/credentials.js';
import {
  startEmulators,
  type EmulatorOptions,
  type Emulators,
} from '../../emulators/start-emulators.js';
import type { Provider } from '../../domain/records.js';

/** Emulators of all vendors, and the environment of a worker that is to reach them. */
export async function emulatedVendors(
  options: EmulatorOptions = {},
): Promise<{ emulators: Emulators; environment: Record<string, string> }> {
  const emulators = await startEmulators(options);
  const { addresses } = emulators;
  return {
    emulators,
    environment: {
      AWS_MARKETPLACE_ENDPOINT: addresses.aws,
      AWS_ACCESS_KEY_ID: emulatorCredentials.aws.keyId,
      AWS_SECRET_ACCESS_KEY: emulatorCredentials.aws.secret,
      ALIBABA_CLOUD_MARKET_ENDPOINT: addresses['alibaba-cloud'],
      ALIBABA_CLOUD_ACCESS_KEY_ID: emulatorCredentials['alibaba-cloud'].keyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: emulatorCredentials['alibaba-cloud'].secret,
      HUAWEI_CLOUD_MARKET_ENDPOINT: addresses['huawei-cloud'],
      HUAWEI_CLOUD_MARKET_KEY: emulatorCredentials['huawei-cloud'].secret,
      MARKETPLACE_TIMEOUT_MS: '2000',
    },
  };
}

const customers: Readonly<Record<Provider, string>> = {
  aws: '123456789012',
  'alibaba-cloud': '1234567890',
  'huawei-cloud': '0123456789abcdef0123456789abcdef',
};

/** An account `PREFIX-acct` with one cloud account `PREFIX` of the vendor, known there by `instance`. */
export function cloudCustomer(
  prefix: string,
  of: { provider: Provider; currency?: 'CNY' | 'USD'; instance: string; subscribed?: boolean },
): object[] {
  const { provider, currency = 'CNY', instance, subscribed = true } = of;
  const account = `${prefix}-acct`;
  return [
    { kind: 'account', id: account, name: prefix, currency, cash: '500.00' },
    {
      kind: 'cloudAccount',
      id: prefix,
      account,
      provider,
      customer: customers[provider],
      instance,
      subscribed,
    },
    ...['a', 'b'].map((name, index) => ({
      kind: 'workspace',
      id: `${prefix}-${name}`,
      account,
      site: index === 0 ? 'cn2' : 'us1',
      settlement: { method: 'cloud', cloudAccount: prefix },
    })),
  ];
}
