import type { Currency } from '../domain/billing-cycle.js';
import type { Provider } from '../domain/records.js';
import type { Random } from './random.js';

type VendorIdentity = (
  currency: Currency,
  /** Digits that end the instance, because an instance is registered once only. */
  unique: string,
  random: Random,
) => { customer: string; instance: string };

/** Under what names each vendor knows a cloud account. */
export const vendorIdentities: Readonly<Record<Provider, VendorIdentity>> = {
  aws: (currency, unique, random) => ({
    customer: `${random.between(1, 9)}${random.digits(11)}`,
    instance: random.oneIn(4)
      ? `${random.lettersAndDigits(24 - unique.length)}z${unique}`
      : awsLicense(currency, unique, random),
  }),
  'alibaba-cloud': (_, unique, random) => ({
    customer: `1${random.digits(15)}`,
    instance: `market-${random.digits(6)}-${unique}`,
  }),
  'huawei-cloud': (_, unique, random) => ({
    customer: random.hex(32),
    instance: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-${unique.padStart(12, '0')}`,
  }),
};

function awsLicense(currency: Currency, unique: string, random: Random): string {
  const partition = currency === 'CNY' ? 'aws-cn' : 'aws';
  const license = `${random.hex(31 - unique.length)}f${unique}`;
  return `arn:${partition}:license-manager::${random.digits(12)}:license:l-${license}`;
}
