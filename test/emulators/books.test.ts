import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Books, type Delivery } from '../../emulators/books';
import type { Emulators } from '../../emulators/start-emulators';
import { pushToAlibaba, refusalOf, sendToAws } from '../support/emulator-clients';
import { withFolder } from '../support/command-run';
import { runEmulators } from '../support/emulator-running';

const emulate = runEmulators();

async function meter({ addresses }: Emulators, Quantity: number): Promise<unknown> {
  const record = {
    Timestamp: new Date('2026-11-22T09:00:00Z'),
    Dimension: 'usd_cents',
    Quantity,
    CustomerAWSAccountId: '123456789012',
  };
  const { Results } = await sendToAws(addresses.aws, {
    ProductCode: '0abc1',
    UsageRecords: [record],
  });
  return [Results?.[0]?.Status, Results?.[0]?.MeteringRecordId];
}

const usage = {
  InstanceId: '1000001',
  StartTime: '1795338000',
  EndTime: '1795341600',
  Entities: [{ Key: 'Unit', Value: '1234', meteringAssit: 'cmapi00060317-Unit-1' }],
};

describe('the books', () => {
  it('are found again by the next start', async () => {
    await withFolder(async (folder) => {
      const before = await emulate({ folder });
      const first = await meter(before, 1234);
      await pushToAlibaba(before.addresses['alibaba-cloud'], [usage]);
      const kept = before.books.aws.entries();
      await before.stop();
      const after = await emulate({ folder });
      expect(after.books.aws.entries()).toEqual(kept);
      expect(await meter(after, 1234)).toEqual(first);
      expect(await meter(after, 99)).toEqual(['DuplicateRecord', expect.any(String)]);
      const again = pushToAlibaba(after.addresses['alibaba-cloud'], [usage]);
      expect(await refusalOf(again)).toEqual({ code: 'Throttling', status: 400 });
    });
  });

  it('are on file before the answer', async () => {
    await withFolder(async (folder) => {
      const emulators = await emulate({ folder });
      await meter(emulators, 1234);
      const lines = (await readFile(join(folder, 'aws.ndjson'), 'utf8')).trim().split('\n');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
        { effect: 'first', units: '1234', at: '2026-11-22T10:30:00.000Z' },
      ]);
    });
  });

  it('lose the half line that a kill leaves, and go on after it', async () => {
    await withFolder(async (folder) => {
      const path = join(folder, 'aws.ndjson');
      const first = await Books.open({ path });
      first.record((take) => take(delivery('a')));
      first.close();
      await appendFile(path, '{"effect":"first","key":"b"');
      const second = await Books.open({ path });
      second.record((take) => take(delivery('c')));
      second.close();
      const third = await Books.open({ path });
      expect(third.entries().map(({ key }) => key)).toEqual(['a', 'c']);
      third.close();
    });
  });

  it('are shown as JSON, vendor by vendor', async () => {
    const emulators = await emulate();
    await meter(emulators, 1234);
    const shown = async (provider: 'aws' | 'huawei-cloud'): Promise<unknown> =>
      (await fetch(`${emulators.addresses[provider]}/emulator/books`)).json();
    expect(await shown('aws')).toMatchObject({
      provider: 'aws',
      entries: [{ instance: '0abc1', units: '1234', deliveries: 1 }],
    });
    expect(await shown('huawei-cloud')).toEqual({ provider: 'huawei-cloud', entries: [] });
  });

  it('are shown on a page, with subscribers and faults, and nothing of it is run', async () => {
    const customer = '<script>alert(1)</script>';
    const emulators = await emulate({
      subscribers: [{ provider: 'aws', customer, instance: '0abc1', subscribed: false }],
      faults: [{ kind: 'delay', ms: 0, provider: 'aws' }],
    });
    const answer = await fetch(`${emulators.addresses.aws}/emulator`);
    const page = await answer.text();
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page).toContain('<h1>AWS Marketplace Metering, emulated</h1>');
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    expect(page).not.toContain('<script>');
    expect(page).toContain('<td>delay</td>');
  });
});

describe('starting and stopping', () => {
  it('lets go of every port when one of them is taken', async () => {
    const first = await emulate();
    const free = await emulate();
    const aws = portOf(free.addresses.aws);
    await free.stop();
    const taken = portOf(first.addresses['huawei-cloud']);
    await expect(emulate({ ports: { aws, 'huawei-cloud': taken } })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      port: taken,
    });
    await emulate({ ports: { aws } });
  });

  it('takes the port it is told', async () => {
    const first = await emulate();
    const { aws } = first.addresses;
    await first.stop();
    const second = await emulate({ ports: { aws: portOf(aws) } });
    expect(second.addresses.aws).toBe(aws);
  });
});

function portOf(address: string): number {
  return Number(new URL(address).port);
}

function delivery(key: string): Delivery {
  return {
    effect: 'first',
    key,
    recordId: key,
    instance: 'i-1',
    dimension: 'usd_cents',
    from: '2026-11-22T09:00:00.000Z',
    to: '2026-11-22T10:00:00.000Z',
    units: '1',
    state: 'accepted',
    requestId: 'r-1',
    at: '2026-11-22T10:30:00.000Z',
  };
}
