import type { UsageRecord } from '@aws-sdk/client-marketplace-metering';
import type { FaultOrder } from '../../emulators/fault-schema';
import type { Emulators } from '../../emulators/start-emulators';
import {
  callAlibaba,
  pushToAlibaba,
  pushToHuawei,
  refusalOf,
  sendToAws,
} from '../support/emulator-clients';
import { captureRequest, replay, type PlainAnswer } from '../support/emulator-requests';
import { runEmulators } from '../support/emulator-running';
import { untilTrue } from '../support/until-true';

const emulate = runEmulators();

function record(changes: Partial<UsageRecord> = {}): UsageRecord {
  return {
    Timestamp: new Date('2026-11-22T09:00:00Z'),
    Dimension: 'usd_cents',
    Quantity: 1234,
    CustomerAWSAccountId: '123456789012',
    ...changes,
  };
}

async function meter({ addresses }: Emulators, ...changes: Partial<UsageRecord>[]) {
  const UsageRecords = changes.length > 0 ? changes.map((each) => record(each)) : [record()];
  return sendToAws(addresses.aws, { ProductCode: '0abc1', UsageRecords });
}

/** As it goes over the wire: the SDK's own request, and the answer unread. */
async function meterPlainly({ addresses }: Emulators): Promise<PlainAnswer> {
  const batch = { ProductCode: '0abc1', UsageRecords: [record()] };
  return replay(addresses.aws, await captureRequest((address) => sendToAws(address, batch)));
}

const unit = { Key: 'Unit', Value: '1234', meteringAssit: 'cmapi00060317-Unit-1' };

async function pushUnits({ addresses }: Emulators, ...instances: string[]) {
  const entries = instances.map((InstanceId) => ({
    InstanceId,
    StartTime: '1795338000',
    EndTime: '1795341600',
    Entities: [unit],
  }));
  return pushToAlibaba(addresses['alibaba-cloud'], entries);
}

async function pushUsage({ addresses }: Emulators, ...instances: string[]): Promise<PlainAnswer> {
  const usage_records = instances.map((instance_id) => ({
    begin_time: '20261122T090000Z',
    end_time: '20261122T100000Z',
    instance_id,
    metering_sn: 'k',
    record_time: '20261122T100500Z',
    usage_value: '1234',
  }));
  return pushToHuawei(addresses['huawei-cloud'], JSON.stringify({ usage_records }));
}

function unitsAt(
  { books }: Emulators,
  provider: 'aws' | 'alibaba-cloud' | 'huawei-cloud',
): string[] {
  return books[provider].entries().map(({ units }) => units);
}

describe('each fault', () => {
  it.each<[string, FaultOrder, string[]]>([
    ['a reset before recording', { kind: 'reset', recorded: false }, []],
    ['a reset after recording', { kind: 'reset', recorded: true }, ['1234']],
    ['half an answer', { kind: 'half-answer' }, ['1234']],
  ])('%s', async (_, fault, units) => {
    const emulators = await emulate({ faults: [fault] });
    await expect(meterPlainly(emulators)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(unitsAt(emulators, 'aws')).toEqual(units);
  });

  it('an outage closes the connection at once, and its controls stay reachable', async () => {
    const emulators = await emulate({ faults: [{ kind: 'outage', provider: 'aws' }] });
    await expect(meterPlainly(emulators)).rejects.toMatchObject({ message: 'socket hang up' });
    expect((await pushUsage(emulators, 'i-1')).status).toBe(200);
    await fetch(`${emulators.addresses.aws}/emulator/faults`, { method: 'DELETE' });
    expect((await meterPlainly(emulators)).status).toBe(200);
  });

  it('throttling in the words of each vendor', async () => {
    const emulators = await emulate({ faults: [{ kind: 'throttle' }] });
    expect(await refusalOf(meter(emulators))).toEqual({ code: 'ThrottlingException', status: 400 });
    expect(await refusalOf(pushUnits(emulators, '1'))).toEqual({ code: 'Throttling', status: 400 });
    const huawei = await pushUsage(emulators, 'i-1');
    expect([huawei.status, JSON.parse(huawei.body)['error_code']]).toEqual([429, 'APIGW.0308']);
    expect(unitsAt(emulators, 'aws')).toEqual([]);
  });

  it('a plain 429', async () => {
    const emulators = await emulate({ faults: [{ kind: 'throttle', plain: true }] });
    expect((await meterPlainly(emulators)).status).toBe(429);
    expect((await refusalOf(pushUnits(emulators, '1'))).status).toBe(429);
  });

  it('a 5xx in the words of each vendor, recorded or not', async () => {
    const emulators = await emulate({ faults: [{ kind: 'server-error', recorded: true }] });
    expect(await refusalOf(meter(emulators))).toEqual({
      code: 'InternalServiceErrorException',
      status: 500,
    });
    expect(await refusalOf(pushUnits(emulators, '1'))).toEqual({
      code: 'InternalError',
      status: 500,
    });
    const huawei = await pushUsage(emulators, 'i-1');
    expect([huawei.status, JSON.parse(huawei.body)['error_code']]).toEqual([500, 'MKT.0999']);
    expect(unitsAt(emulators, 'aws')).toEqual(['1234']);
    emulators.faults.clear();
    emulators.faults.add([{ kind: 'server-error', status: 503, recorded: false }]);
    expect((await pushUsage(emulators, 'i-2')).status).toBe(503);
    expect(unitsAt(emulators, 'huawei-cloud')).toEqual(['1234']);
  });

  it.each([
    [502, true, ['1234']],
    [200, false, []],
  ])('a page of HTML with status %d', async (status, recorded, units) => {
    const emulators = await emulate({ faults: [{ kind: 'html', status, recorded }] });
    const answer = await meterPlainly(emulators);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/html']);
    expect(answer.body).toContain('<html>');
    expect(unitsAt(emulators, 'aws')).toEqual(units);
  });

  it('an answer in drops', async () => {
    const fault: FaultOrder = { kind: 'slow-drip', bytes: 100, everyMs: 1 };
    const emulators = await emulate({ faults: [fault] });
    expect((await meter(emulators)).Results?.[0]?.Status).toBe('Success');
    expect(unitsAt(emulators, 'aws')).toEqual(['1234']);
  });

  it('a duplicate delivery: harmless to AWS and Huawei Cloud, billed twice by Alibaba Cloud', async () => {
    const emulators = await emulate({ faults: [{ kind: 'duplicate-delivery' }] });
    expect((await meter(emulators)).Results?.[0]?.Status).toBe('Success');
    expect((await pushUnits(emulators, '1')).success).toBe(true);
    expect((await pushUsage(emulators, 'i-1')).status).toBe(200);
    expect(emulators.books.aws.entries()).toMatchObject([{ units: '1234', deliveries: 2 }]);
    expect(unitsAt(emulators, 'alibaba-cloud')).toEqual(['2468']);
    expect(unitsAt(emulators, 'huawei-cloud')).toEqual(['1234']);
  });

  it('a partial batch: AWS names what it did not process', async () => {
    const emulators = await emulate({ faults: [{ kind: 'partial', processed: 1 }] });
    const answer = await meter(emulators, {}, { Dimension: 'b' }, { Dimension: 'c' });
    expect(answer.Results?.map(({ Status }) => Status)).toEqual(['Success']);
    expect(answer.UnprocessedRecords?.map(({ Dimension }) => Dimension)).toEqual(['b', 'c']);
    expect(unitsAt(emulators, 'aws')).toEqual(['1234']);
  });

  it('a partial batch: a status for the records of one customer', async () => {
    const match = { customer: '210987654321' };
    const emulators = await emulate({
      faults: [{ kind: 'partial', status: 'CustomerNotSubscribed', match }],
    });
    const answer = await meter(emulators, { CustomerAWSAccountId: '210987654321' }, {});
    expect(answer.Results?.map(({ Status }) => Status)).toEqual([
      'CustomerNotSubscribed',
      'Success',
    ]);
    expect(answer.UnprocessedRecords).toEqual([]);
  });

  it('a partial batch: Alibaba Cloud says false, Huawei Cloud rejects in the background', async () => {
    const emulators = await emulate({ faults: [{ kind: 'partial', processed: 1 }] });
    expect((await pushUnits(emulators, '1', '2')).success).toBe(false);
    expect(unitsAt(emulators, 'alibaba-cloud')).toEqual(['1234']);
    expect((await pushUsage(emulators, 'i-1', 'i-2')).status).toBe(200);
    expect(emulators.books['huawei-cloud'].entries().map(({ state }) => state)).toEqual([
      'accepted',
      'rejected',
    ]);
  });

  it('a refusal with a code of the vendor', async () => {
    const emulators = await emulate({
      faults: [
        { kind: 'refuse', provider: 'aws', code: 'InvalidLicenseException' },
        { kind: 'refuse', provider: 'alibaba-cloud', code: 'Forbidden.RAM', status: 403 },
        { kind: 'refuse', provider: 'huawei-cloud', code: 'MKT.0150' },
      ],
    });
    expect(await refusalOf(meter(emulators))).toEqual({
      code: 'InvalidLicenseException',
      status: 400,
    });
    expect(await refusalOf(pushUnits(emulators, '1'))).toEqual({
      code: 'Forbidden.RAM',
      status: 403,
    });
    expect((await pushUsage(emulators, 'i-1')).status).toBe(401);
    expect(unitsAt(emulators, 'aws')).toEqual([]);
  });

  it('the answer to another request', async () => {
    const emulators = await emulate({ faults: [{ kind: 'wrong-echo' }] });
    const answer = await meter(emulators);
    expect(answer.Results?.[0]?.UsageRecord?.Quantity).toBe(1235);
    expect(await pushUnits(emulators, '1')).not.toHaveProperty('success', true);
    expect((await pushUsage(emulators, 'i-1')).body).toBe('{"resultCode":"000000"}');
    expect(unitsAt(emulators, 'aws')).toEqual(['1234']);
  });

  it('the read-back of another order', async () => {
    const action = 'DescribePushMeteringData';
    const emulators = await emulate({ faults: [{ kind: 'wrong-echo', match: { action } }] });
    const query = { PushOrderBizId: 'k-1' };
    const answer = await callAlibaba(emulators.addresses['alibaba-cloud'], { action, query });
    expect(answer).toMatchObject({ Success: true, Result: { PushOrderBizId: 'another-order' } });
  });

  it('a delay before recording, and one before the answer', async () => {
    const hour = 3_600_000;
    const emulators = await emulate({ faults: [{ kind: 'delay', ms: hour }] });
    await expect(impatient(emulators)).rejects.toMatchObject({ name: 'AbortError' });
    expect(unitsAt(emulators, 'aws')).toEqual([]);
    emulators.faults.clear();
    emulators.faults.add([{ kind: 'delay', ms: hour, recorded: true }]);
    await expect(impatient(emulators)).rejects.toMatchObject({ name: 'AbortError' });
    expect(unitsAt(emulators, 'aws')).toEqual(['1234']);
  });
});

it('every answer takes its time where the vendor is slow', async () => {
  const emulators = await emulate({ latencyMs: 3_600_000, faults: [{ kind: 'delay', ms: 0 }] });
  await expect(impatient(emulators)).rejects.toMatchObject({ name: 'AbortError' });
  expect(unitsAt(emulators, 'aws')).toEqual([]);
});

/** Gives up as soon as the emulator has the request in hand. */
async function impatient({ addresses, faults }: Emulators): Promise<unknown> {
  const patience = new AbortController();
  const batch = { ProductCode: '0abc1', UsageRecords: [record()] };
  const answer = sendToAws(addresses.aws, batch, { signal: patience.signal });
  const given = untilTrue(async () => faults.active()[0]?.fired === 1).then(() => patience.abort());
  const [outcome] = await Promise.allSettled([answer, given]);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}
