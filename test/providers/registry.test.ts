import type { Provider } from '../../domain/records.js';
import type { CloudProduct, CloudVendor } from '../../providers/port.js';
import { connectProvider, vendors } from '../../providers/registry.js';
import { limits, submitOne, usage } from '../support/cloud-usage.js';

const product = (provider: Provider): CloudProduct => ({
  provider,
  currency: 'CNY',
  dimension: 'Unit',
  region: 'cn-hangzhou',
});

const another: CloudVendor = {
  name: 'another-cloud' as Provider,
  connect: (its) => ({
    product: its,
    afterUndecided: 'resend',
    batchSize: 1,
    callsPerSecond: 1,
    oldestHour: (now) => now,
    deadline: (hour) => hour,
    problemOf: () => undefined,
    submit: async (usages) =>
      usages.map(({ key }) => ({ kind: 'accepted', reference: `another ${key}` })),
  }),
};

it('every provider of the domain has an adapter, under its name', () => {
  expect(vendors.map(({ name }) => name)).toEqual(['alibaba-cloud', 'aws', 'huawei-cloud']);
  for (const { name } of vendors) {
    const connected = connectProvider(product(name), { requestTimeoutMs: 1 });
    expect(connected.product.provider).toBe(name);
  }
});

it('another provider is one entry more', async () => {
  const provider = connectProvider(product('another-cloud' as Provider), { requestTimeoutMs: 1 }, [
    ...vendors,
    another,
  ]);
  expect(await submitOne(provider, usage({ customer: 'c', instance: 'i' }))).toEqual({
    kind: 'accepted',
    reference: 'another CLOUD-1/2026-11-21/1',
  });
  expect(await provider.submit([], limits)).toEqual([]);
});

it('a provider nobody wrote an adapter for is refused', () => {
  expect(() =>
    connectProvider(product('another-cloud' as Provider), { requestTimeoutMs: 1 }),
  ).toThrow('no adapter for another-cloud');
});
