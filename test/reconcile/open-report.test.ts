import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openReport } from '../../reconcile/open-report.js';
import type { ReportLine } from '../../reconcile/report-line.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'settle-reports-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(content: string | Buffer): Promise<string> {
  const file = join(folder, 'report.csv');
  await writeFile(file, content);
  return file;
}

async function read(content: string): Promise<{ lines: ReportLine[]; others: number }> {
  const report = await openReport(await fileOf(content));
  const lines: ReportLine[] = [];
  for await (const line of report.lines()) lines.push(line);
  return { lines, others: report.otherLines() };
}

async function problemOf(content: string | Buffer): Promise<string> {
  const file = await fileOf(content);
  const reading = (async () => {
    for await (const line of (await openReport(file)).lines()) expect(line).toBeDefined();
  })();
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason as { code: string; message: string },
  );
  expect(error?.code).toBe('bad-input');
  return (error?.message ?? '').replaceAll(file, 'FILE');
}

const awsHead =
  'row_type,row_modified_date,internal_usage_line_item_id,end_user_aws_account_id,product_code,usage_date,dimension_key,region,estimated_usage_units,currency';
const alibabaHead =
  'BillingCycle,UsageStartTime,UsageEndTime,RecordID,Item,InstanceID,PretaxGrossAmount,PretaxAmount,Currency';
const huaweiHead = 'instance_id,begin_time,end_time,usage_value,metering_sn,error_code';

describe('the AWS Marketplace Usage dataset', () => {
  it('is usage of a day of a customer', async () => {
    const { lines } = await read(
      `${awsHead}\nINSERT,2026-11-23T04:00:00Z,u-1,123456789012,prod1,2026-11-22,usage_cents,us-east-1,1234.00,USD\n`,
    );
    expect(lines).toEqual([
      {
        at: `${join(folder, 'report.csv')}:2`,
        id: 'u-1',
        changed: '2026-11-23T04:00:00.000Z',
        deleted: false,
        customer: '123456789012',
        dimension: 'usage_cents',
        from: '2026-11-22T00:00:00.000Z',
        to: '2026-11-23T00:00:00.000Z',
        units: 1234n,
        currency: 'USD',
      },
    ]);
  });

  it('says which lines were changed and deleted', async () => {
    const { lines } = await read(
      `${awsHead}\nUPDATE,2026-11-24T04:00:00Z,u-1,123456789012,prod1,2026-11-22,usage_cents,us-east-1,9,USD\nDELETE,2026-11-25T04:00:00Z,u-2,123456789012,prod1,2026-11-22T00:00:00.000Z,usage_cents,us-east-1,9,USD\n`,
    );
    expect(lines.map(({ id, deleted }) => [id, deleted])).toEqual([
      ['u-1', false],
      ['u-2', true],
    ]);
  });

  it('is not the feed that names customers by a hash', async () => {
    expect(
      await problemOf(
        'usage_feed_id,usage_date,end_user_account_id,dimension_key,usage_quantity\n',
      ),
    ).toMatch(/^FILE: the Daily Usage data feed names customers by a hash/);
  });
});

describe('Alibaba Cloud bill details', () => {
  it('are money of an hour in Beijing, before discounts', async () => {
    const { lines, others } = await read(
      `\uFEFF${alibabaHead}\r\n2026-11,2026-11-22 16:00:00,2026-11-22 17:00:00,b-1,PayAsYouGoBill,ins-1,12.34,11.10,CNY\r\n2026-11,2026-11-22 16:00:00,2026-11-22 17:00:00,b-2,Refund,ins-1,-5.00,-5.00,CNY\r\n`,
    );
    expect(others).toBe(1);
    expect(lines).toMatchObject([
      {
        instance: 'ins-1',
        from: '2026-11-22T08:00:00.000Z',
        to: '2026-11-22T09:00:00.000Z',
        units: 1234n,
        currency: 'CNY',
      },
    ]);
  });

  it('are the same under Chinese headings, in units where there are any, with an inclusive end', async () => {
    const { lines } = await read(
      '实例ID,账单开始时间,账单结束时间,用量,原价,币种,账单类型\nins-1,2026/11/22 16:00:00,2026/11/22 16:59:59,70000000000000001,1.00,CNY,后付费账单\n',
    );
    expect(lines).toMatchObject([
      { to: '2026-11-22T09:00:00.000Z', units: 70000000000000001n, instance: 'ins-1' },
    ]);
  });
});

describe('Huawei Cloud', () => {
  it('has detail records with our key, and says which it does not bill', async () => {
    const { lines } = await read(
      `${huaweiHead}\nins-1,20261122T080000Z,20261122T090000Z,1234.0000,sn-1,\nins-1,20261122T080000Z,20261122T090000Z,1234,sn-2,010\n`,
    );
    expect(lines).toMatchObject([
      { key: 'sn-1', instance: 'ins-1', from: '2026-11-22T08:00:00.000Z', units: 1234n },
      { key: 'sn-2', refusal: '010' },
    ]);
  });

  it('has bills by usage type, with an offset at each time', async () => {
    const { lines, others } = await read(
      '账期,使用开始时间,使用结束时间,订单号/交易号,账单类型,资源ID,使用量\n2026-11,2026-11-22 16:00:00 GMT+08:00,2026-11-22 17:00:00 GMT+08:00,t-1,消费-使用,ins-1,1234\n2026-11,2026-11-01 00:00:00 GMT+08:00,2026-12-01 00:00:00 GMT+08:00,t-2,消费-新购,ins-2,1\n',
    );
    expect(others).toBe(1);
    expect(lines).toMatchObject([
      { instance: 'ins-1', from: '2026-11-22T08:00:00.000Z', to: '2026-11-22T09:00:00.000Z' },
    ]);
  });
});

describe('a bad file', () => {
  const row = (units: string, from = '20261122T080000Z', to = '20261122T090000Z'): string =>
    `${huaweiHead}\nins-1,${from},${to},${units},sn-1,\n`;

  it.each([
    ['an empty file', '', 'FILE: is empty'],
    [
      'a form nobody knows',
      'a,b,c\n1,2,3\n',
      'FILE:1: these are the headings of no report that is known (docs/reconcile.md)',
    ],
    [
      'a missing column',
      alibabaHead.replace(',Currency', ''),
      'FILE:1: for the bill details of alibaba-cloud there is no heading Currency or 币种',
    ],
    ['a fraction of a unit', row('12.5'), 'FILE:2: usage_value: cannot be "12.5"'],
    ['a negative', row('-3'), 'FILE:2: usage_value: cannot be "-3"'],
    ['a float', row('1e3'), 'FILE:2: usage_value: cannot be "1e3"'],
    ['no units', row(''), 'FILE:2: usage_value: is empty'],
    [
      'no such time',
      row('1', '20261322T080000Z'),
      'FILE:2: begin_time: cannot be "20261322T080000Z"',
    ],
    [
      'an end before its beginning',
      row('1', '20261122T100000Z'),
      'FILE:2: it ends before it begins',
    ],
    [
      'a fraction of a cent',
      `${alibabaHead}\n2026-11,2026-11-22 16:00:00,2026-11-22 17:00:00,b,PayAsYouGoBill,i,0.005,0,CNY\n`,
      'FILE:2: PretaxGrossAmount: cannot be "0.005"',
    ],
    [
      'a word that is in no list',
      `${alibabaHead}\n2026-11,2026-11-22 16:00:00,2026-11-22 17:00:00,b,Gift,i,1,1,CNY\n`,
      'FILE:2: Item: cannot be "Gift"',
    ],
    ['a row too short', `${huaweiHead}\nins-1,2\n`, 'FILE: Invalid Record Length'],
    ['a quotation that never ends', `${huaweiHead}\n"ins-1,2\n`, 'FILE: Quote Not Closed'],
  ])('is named with its line: %s', async (_, content, problem) => {
    expect(await problemOf(content)).toContain(problem);
  });

  it('may not be there at all', async () => {
    await expect(openReport(join(folder, 'none.csv'))).rejects.toMatchObject({
      code: 'bad-input',
      message: `${join(folder, 'none.csv')}: no such file`,
    });
  });
});
