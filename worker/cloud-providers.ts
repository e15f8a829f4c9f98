import type { CloudProviders } from '../activities/charge-ports.js';
import type { Marketplaces } from '../configuration/read-configuration.js';
import type { CloudProvider } from '../providers/port.js';
import { connectProvider } from '../providers/registry.js';

const credentials: Readonly<Record<keyof Marketplaces['access'], readonly string[]>> = {
  aws: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  'alibaba-cloud': ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'],
  'huawei-cloud': ['HUAWEI_CLOUD_MARKET_KEY'],
};

/** The adapters of the configured products. */
export function cloudProviders({
  products,
  access,
  requestTimeoutMs,
}: Marketplaces): CloudProviders {
  const connected = new Map<string, CloudProvider>(
    products.map((product) => [
      `${product.provider}/${product.currency}`,
      connectProvider(product, { ...access[product.provider], requestTimeoutMs }),
    ]),
  );
  return {
    of: (provider, currency) => connected.get(`${provider}/${currency}`),
    missing(provider) {
      const { keyId, secret } = access[provider];
      const variables = credentials[provider];
      const isThere = secret !== undefined && (variables.length === 1 || keyId !== undefined);
      return isThere ? undefined : `set ${variables.join(' and ')} for the worker`;
    },
  };
}
