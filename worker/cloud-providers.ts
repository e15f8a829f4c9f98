import type { CloudProviders } from '../activities/charges.js';
import type { Marketplaces } from '../configuration/read-configuration.js';
import type { CloudProvider } from '../providers/port.js';
import { connectProvider } from '../providers/registry.js';

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
  return { of: (provider, currency) => connected.get(`${provider}/${currency}`) };
}
