import type { Provider } from '../domain/records.js';

export const providers = [
  'aws',
  'alibaba-cloud',
  'huawei-cloud',
] as const satisfies readonly Provider[];

export const providerNames: Readonly<Record<Provider, string>> = {
  aws: 'AWS Marketplace Metering',
  'alibaba-cloud': 'Alibaba Cloud Marketplace',
  'huawei-cloud': 'Huawei Cloud KooGallery',
};
