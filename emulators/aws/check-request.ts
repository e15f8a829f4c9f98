import type { Subscriber, Subscribers } from '../subscribers.js';
import { Refusal } from '../vendor-emulator.js';
import type { UsageBatch, UsageRecord } from './read-request.js';
import { isChina, type AwsRules } from './rules.js';

const dayMs = 24 * 3_600_000;
const graceMs = 6 * 3_600_000;
const mostTags = 5;
const licenseForm = /^arn:(aws[a-z-]*):license-manager:[a-z0-9-]*:\d*:license[:/]\S+$/;

export interface Judging {
  subscribers: Subscribers;
  rules: AwsRules;
  region: string;
  now: Date;
}

/** A record that does not bring down its batch: billable, or its customer is not subscribed. */
export interface JudgedRecord {
  record: UsageRecord;
  account: string;
  /** The licence or the product code: which agreement is billed. */
  instance: string;
  isSubscribed: boolean;
}

/**
 * One bad licence, dimension or timestamp fails the whole batch, which then records nothing.
 * @throws Refusal
 */
export function checkRequest(
  { UsageRecords, ProductCode }: UsageBatch,
  judging: Judging,
): JudgedRecord[] {
  for (const record of UsageRecords) {
    checkTime(record, judging.now);
    checkDimension(record, judging.rules);
    checkAllocations(record);
  }
  const judged = UsageRecords.map((record) =>
    ProductCode === undefined
      ? judgeLicense(record, judging)
      : judgeProduct(record, ProductCode, judging),
  );
  const products = new Set(judged.map(({ product }) => product));
  if (products.size > 1) throw new Refusal('InvalidLicenseException');
  return judged;
}

/** Less than 24 hours old, not in the future, and of a month that is still open. */
function checkTime({ Timestamp }: UsageRecord, now: Date): void {
  const at = Timestamp * 1_000;
  const month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth());
  const isClosed = at < month && now.getTime() >= month + graceMs;
  if (at > now.getTime() || at <= now.getTime() - dayMs || isClosed) {
    throw new Refusal('TimestampOutOfBoundsException');
  }
}

/** Case-sensitive. */
function checkDimension({ Dimension }: UsageRecord, { dimensions }: AwsRules): void {
  if (dimensions && !dimensions.includes(Dimension)) {
    throw new Refusal('InvalidUsageDimensionException');
  }
}

function checkAllocations({ UsageAllocations, Quantity }: UsageRecord): void {
  if (!UsageAllocations) return;
  if (UsageAllocations.some(({ Tags = [] }) => Tags.length > mostTags)) {
    throw new Refusal('InvalidTagException');
  }
  const total = UsageAllocations.reduce((sum, each) => sum + each.AllocatedUsageQuantity, 0);
  if (total !== Quantity) throw new Refusal('InvalidUsageAllocationsException');
}

type Judged = JudgedRecord & { product: string };

/** For products of June 2026 and later: the licence names product and agreement. */
function judgeLicense(record: UsageRecord, { subscribers }: Judging): Judged {
  const { LicenseArn = '', CustomerAWSAccountId: account } = record;
  const partition = licenseForm.exec(LicenseArn)?.[1];
  if (partition === undefined) throw new Refusal('InvalidLicenseException');
  if (account === undefined) throw new Refusal('InvalidCustomerIdentifierException');
  const known = subscribers.of({ provider: 'aws', instance: LicenseArn });
  const subscriber = known?.find(({ customer }) => customer === account);
  if (known && !subscriber) throw new Refusal('InvalidLicenseException');
  return judgment(record, { account, instance: LicenseArn, subscriber, product: partition });
}

function judgeProduct(
  record: UsageRecord,
  instance: string,
  { subscribers, region }: Judging,
): Judged {
  const { CustomerAWSAccountId: account } = record;
  if (record.LicenseArn !== undefined) {
    throw new Refusal('ValidationException', 'ProductCode and LicenseArn exclude each other');
  }
  if (account === undefined) throw new Refusal('InvalidCustomerIdentifierException');
  const known = subscribers.of({ provider: 'aws', instance });
  if (known?.every((each) => !isSoldIn(region, each))) {
    throw new Refusal('InvalidProductCodeException');
  }
  const subscriber = known?.find(({ customer }) => customer === account);
  const judged = judgment(record, { account, instance, subscriber, product: instance });
  return known && !subscriber ? { ...judged, isSubscribed: false } : judged;
}

/** A listing in CNY is one of AWS China. */
function isSoldIn(region: string, { currency }: Subscriber): boolean {
  return currency === undefined || (currency === 'CNY') === isChina(region);
}

function judgment(
  record: UsageRecord,
  of: { account: string; instance: string; product: string; subscriber: Subscriber | undefined },
): Judged {
  const { account, instance, subscriber } = of;
  return {
    record,
    account,
    instance,
    product: subscriber?.product ?? of.product,
    isSubscribed: subscriber?.subscribed ?? true,
  };
}
