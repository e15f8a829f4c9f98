import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { startEmulators } from '../../emulators/start-emulators.js';
import type { ChargeState } from '../../domain/cloud-charge.js';
import { environmentOf, startCloudSystem, type CloudSystem } from '../support/cloud-system.js';
import { addressesOf, linesOf, runSettle, type CommandRun } from '../support/command-run.js';
import { account, bill, cloudWorkspace, day } from '../support/records.js';

const huaweiCustomer = '0123456789abcdef0123456789abcdef';

function cloud(
  id: string,
  owner: string,
  { provider, customer, instance }: { provider: string; customer: string; instance: string },
  ordinary: string,
): object[] {
  return [
    { kind: 'cloudAccount', id, account: owner, provider, customer, instance },
    cloudWorkspace(`w-${id}`, owner, id),
    bill(`w-${id}`, ordinary),
  ];
}

const alibaba = (instance: string): { provider: string; customer: string; instance: string } => ({
  provider: 'alibaba-cloud',
  customer: '5123456789',
  instance,
});

const records = [
  account('acct-usd', '0.00', 'USD'),
  ...cloud('ali-1', 'acct-usd', alibaba('ins-1'), '12.34'),
  ...cloud('ali-2', 'acct-usd', alibaba('ins-2'), '5.00'),
  account('acct-aws', '0.00', 'USD'),
  ...[1, 2].flatMap((number) =>
    cloud(
      `aws-${number}`,
      'acct-aws',
      {
        provider: 'aws',
        customer: `12345678901${number}`,
        instance: `arn:aws:license-manager::111122223333:license:l-${number}`,
      },
      '7.50',
    ),
  ),
  account('acct-cny'),
  ...[1, 2, 3].flatMap((number) =>
    cloud(
      `hw-${number}`,
      'acct-cny',
      { provider: 'huawei-cloud', customer: huaweiCustomer, instance: `hw-ins-${number}` },
      '20.00',
    ),
  ),
];

const awsHead =
  'row_type,row_modified_date,internal_usage_line_item_id,end_user_aws_account_id,usage_date,dimension_key,estimated_usage_units,currency';
const huaweiHead = 'instance_id,begin_time,end_time,usage_value,metering_sn,error_code';

function of(rows: Record<string, unknown>[], kind: string): Record<string, unknown>[] {
  return rows.filter((row) => row['kind'] === kind);
}

describe('reconcile', () => {
  let clouds: CloudSystem;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settle-reconcile-'));
    clouds = await startCloudSystem();
    await clouds.system.importRecords(records);
    await clouds.settleAndCharge(day, 'USD');
    await clouds.settleAndCharge(day, 'CNY');
  });
  afterAll(async () => {
    await clouds.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const settle = (args: string[], environment: Record<string, string> = {}): Promise<CommandRun> =>
    runSettle(['reconcile', ...args], {
      environment: { ...addressesOf(clouds.system.located), ...clouds.environment, ...environment },
    });
  const rowsOf = async (
    args: string[],
    environment?: Record<string, string>,
  ): Promise<{ status: number | null; stderr: string; rows: Record<string, unknown>[] }> => {
    const { status, stdout, stderr } = await settle([...args, '--format', 'ndjson'], environment);
    const rows = linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
    return { status, stderr, rows };
  };
  const fileOf = async (name: string, ...lines: string[]): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, `${lines.join('\n')}\n`);
    return file;
  };
  const stateOf = async (key: string): Promise<[ChargeState | undefined, string | undefined]> => {
    const found = await clouds.system.ledger.collections.cloudCharges.findOne({ _id: key });
    return [found?.state, found?.reference];
  };
  const entriesOf = (provider: 'aws' | 'huawei-cloud') =>
    clouds.emulators.books[provider].entries();
  const awsLines = (change = 'INSERT', units?: string): string[] =>
    entriesOf('aws').map(
      ({ customer, from, units: own, dimension }, index) =>
        `${change},${from},u-${index},${customer},${from.slice(0, 10)},${dimension},${units ?? own}.00,USD`,
    );
  const huaweiLines = (): string[] =>
    entriesOf('huawei-cloud').map(({ instance, from, to, units, reference }) =>
      [instance, compact(from), compact(to), `${units}.0000`, reference, ''].join(','),
    );

  describe('asks Alibaba Cloud, international', () => {
    it('agrees about what the vendor bills, and names whom it could not compare', async () => {
      const { status, rows, stderr } = await rowsOf(['--cycle', day]);
      expect(status).toBe(0);
      expect(of(rows, 'difference')).toEqual([]);
      expect(of(rows, 'summary')).toMatchObject([
        { provider: 'alibaba-cloud', currency: 'USD', compared: 2, agree: 2, notCompared: 0 },
        { provider: 'aws', currency: 'USD', compared: 0, notCompared: 2 },
        { provider: 'huawei-cloud', currency: 'CNY', compared: 0, notCompared: 3 },
      ]);
      expect(stderr).toContain('aws (USD): 2 charges: not compared');
      expect(stderr).toContain('2 provisional charges billed by the vendor: --confirm');
    });

    it('names charges that another vendor than ours would not have, provisional ones first', async () => {
      const empty = await startEmulators();
      const { cloudCharges } = clouds.system.ledger.collections;
      const key = `ali-1/${day}/1`;
      await cloudCharges.updateOne({ _id: key }, { $set: { state: 'undecided', collected: true } });
      try {
        const { status, rows } = await rowsOf(['--cycle', day], environmentOf(empty));
        expect(status).toBe(3);
        expect(of(rows, 'difference')).toMatchObject([
          {
            difference: 'not-at-vendor',
            charge: `ali-2/${day}/1`,
            state: 'provisional',
            ours: '500',
            vendors: '0',
          },
          {
            difference: 'undecided-not-at-vendor',
            charge: key,
            command: `npx settle charge resolve ${key} --not-applied --by NAME --reason WHY`,
          },
        ]);
      } finally {
        await cloudCharges.updateOne({ _id: key }, { $set: { state: 'provisional' } });
        await empty.stop();
      }
    });

    it('suggests the answer for a charge that nobody knows of here and the vendor has', async () => {
      const key = `ali-1/${day}/1`;
      const { cloudCharges } = clouds.system.ledger.collections;
      const parked = { $set: { state: 'parked' as const, collected: true as const } };
      await cloudCharges.updateOne({ _id: key }, parked);
      const run = await settle([]);
      await cloudCharges.updateOne({ _id: key }, { $set: { state: 'provisional' } });
      expect(run.status).toBe(3);
      expect(run.stdout).toContain('undecided-at-vendor');
      expect(linesOf(run.stdout)).toContain(
        `npx settle charge resolve ${key} --applied --by NAME --reason WHY`,
      );
    });

    it('says so where the vendor cannot be asked', async () => {
      const { status, rows, stderr } = await rowsOf(['--cycle', day], {
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong',
      });
      expect(status).toBe(0);
      expect(of(rows, 'summary')[0]).toMatchObject({ compared: 0, notCompared: 2 });
      expect(stderr).toContain(`ali-1/${day}/1: Alibaba Cloud Marketplace could not tell`);
    });
  });

  describe('reads reports', () => {
    it('of AWS, which adds a day up', async () => {
      const file = await fileOf('aws.csv', awsHead, ...awsLines());
      const { status, rows } = await rowsOf(['--cycle', day, '--report', file]);
      expect(status).toBe(0);
      expect(of(rows, 'summary')).toContainEqual(
        expect.objectContaining({ provider: 'aws', compared: 2, agree: 2, notCompared: 0 }),
      );
    });

    it('counts a line once, however many exports have it, as it was last changed', async () => {
      const first = await fileOf('aws-1.csv', awsHead, ...awsLines('INSERT', '1'));
      const second = await fileOf(
        'aws-2.csv',
        awsHead,
        ...awsLines().map((line) => line.replace(/T\d\d:/, 'T23:')),
      );
      const { status, rows } = await rowsOf(['--report', first, '--report', second]);
      expect({ status, differences: of(rows, 'difference') }).toEqual({
        status: 0,
        differences: [],
      });
    });

    it('names what is twice, what is missing, what differs and what belongs to no charge', async () => {
      const [first = '', second = '', third = ''] = huaweiLines();
      const file = await fileOf(
        'huawei.csv',
        huaweiHead,
        first,
        first,
        second.replace('2000.0000', '1999'),
        third.replace(/,$/, ',007'),
        'hw-ins-1,20200101T000000Z,20200101T010000Z,5,sn-x,',
        'stranger,20261122T080000Z,20261122T090000Z,6,sn-y,',
      );
      const { status, rows } = await rowsOf(['--cycle', day, '--report', file]);
      expect(status).toBe(3);
      const differences = of(rows, 'difference').map(({ difference, charge, vendors, reason }) => [
        difference,
        charge,
        vendors,
        reason,
      ]);
      expect(differences).toHaveLength(5);
      expect(differences[0]).toEqual([
        'not-at-vendor',
        expect.stringMatching(/^hw-/),
        '0',
        'the vendor bills it not: 007',
      ]);
      expect(differences.slice(1).map(([difference, , vendors]) => [difference, vendors])).toEqual([
        ['billed-twice', '4000'],
        ['units-differ', '1999'],
        ['line-of-no-charge', '5'],
        ['line-of-no-charge', '6'],
      ]);
      expect(differences.at(-1)?.[3]).toBe('instance stranger is not registered with us');
    });

    it('names a charge that was given up and is billed', async () => {
      const { cloudCharges } = clouds.system.ledger.collections;
      const key = `hw-2/${day}/1`;
      await cloudCharges.updateOne({ _id: key }, { $set: { state: 'written-off' } });
      const file = await fileOf('huawei.csv', huaweiHead, ...huaweiLines());
      const { status, rows } = await rowsOf(['--cycle', day, '--report', file]);
      await cloudCharges.updateOne({ _id: key }, { $set: { state: 'provisional' } });
      expect(status).toBe(3);
      expect(of(rows, 'difference')).toMatchObject([
        { difference: 'billed-though-given-up', charge: key, state: 'written-off', ours: '2000' },
      ]);
    });

    it('compares nothing and confirms nothing where a file is bad', async () => {
      const good = await fileOf('good.csv', huaweiHead, ...huaweiLines());
      const bad = await fileOf('bad.csv', huaweiHead, ...huaweiLines(), 'x,y,z,1,sn,');
      const run = await settle(['--report', good, '--report', bad, '--confirm']);
      expect(run).toMatchObject({ status: 2, stdout: '' });
      expect(run.stderr).toBe(`settle: ${bad}:5: begin_time: cannot be "y"\n`);
      expect((await stateOf(`hw-1/${day}/1`))[0]).toBe('provisional');
    });

    it('refuses two kinds of report of one vendor', async () => {
      const details = await fileOf('records.csv', huaweiHead);
      const bills = await fileOf('bills.csv', '使用开始时间,使用结束时间,账单类型,资源ID,使用量');
      const run = await settle(['--report', details, '--report', bills]);
      expect(run.status).toBe(2);
      expect(run.stderr).toContain('reports of one kind are compared at a time');
    });
  });

  it('reads a file of any size in the same memory', async () => {
    const file = join(folder, 'large.csv');
    const stream = createWriteStream(file);
    stream.write(`${huaweiHead}\n${huaweiLines().join('\n')}\n`);
    for (let number = 0; number < 150_000; number++) {
      const line = `stranger-${number},20261122T080000Z,20261122T090000Z,1,sn-of-a-stranger-${number},\n`;
      if (!stream.write(line)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'finish');
    const run = await settle(['--cycle', day, '--report', file], {
      NODE_OPTIONS: '--max-old-space-size=64',
    });
    expect(run.status).toBe(3);
    expect(run.stderr).toContain('149000 more differences: --format ndjson has them all');
  });

  it('marks provisional charges accepted that the vendor bills, and no money moves', async () => {
    const file = await fileOf('huawei.csv', huaweiHead, ...huaweiLines().slice(0, 2));
    const before = await Promise.all([1, 2, 3].map((number) => stateOf(`hw-${number}/${day}/1`)));
    const entries = await clouds.system.ledger.collections.entries.countDocuments();
    const { status, rows, stderr } = await rowsOf(['--cycle', day, '--report', file, '--confirm']);
    expect(status).toBe(3);
    expect(of(rows, 'confirmed')).toHaveLength(4);
    expect(of(rows, 'summary')).toContainEqual(
      expect.objectContaining({ provider: 'huawei-cloud', agree: 2, differ: 1, confirmed: 2 }),
    );
    expect(stderr).toContain('4 provisional charges confirmed');
    const after = await Promise.all([1, 2, 3].map((number) => stateOf(`hw-${number}/${day}/1`)));
    expect(after.filter(([state]) => state === 'accepted')).toHaveLength(2);
    expect(after.filter(([state]) => state === 'provisional')).toHaveLength(1);
    expect(after.map(([, reference]) => reference)).toEqual(
      before.map(([, reference]) => reference),
    );
    expect((await stateOf(`ali-1/${day}/1`))[0]).toBe('accepted');
    expect(await clouds.system.ledger.collections.entries.countDocuments()).toBe(entries);
    expect(await clouds.system.audit()).toEqual([]);
  });
});

/** '2026-11-22T08:00:00.000Z' as '20261122T080000Z'. */
function compact(instant: string): string {
  return `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`;
}
