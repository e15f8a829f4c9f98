import { codeIn, ourConfiguration, throttled, unreadable, withoutAnswer } from '../failure.js';
import type { CloudUsage, SendOutcome } from '../port.js';
import type { CallAnswer } from '../send-in-batches.js';
import type { MeterAnswer, MeterRecord, MeterRequest, MeterResult } from './client.js';

export const vendor = 'AWS Marketplace';
const throttledSeconds = 5;

/** What AWS refuses whole, and would refuse again; in our words. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['InvalidLicenseException', 'does not accept the licence'],
  ['InvalidProductCodeException', 'does not know the product code'],
  ['InvalidCustomerIdentifierException', 'does not know the customer'],
  ['InvalidUsageDimensionException', 'does not know the dimension'],
  ['TimestampOutOfBoundsException', 'does not take this hour'],
  ['InvalidTagException', 'does not accept a tag'],
  ['InvalidUsageAllocationsException', 'does not accept the allocations'],
  ['ValidationException', 'does not accept the form of the request'],
]);

const throttling =
  /^(Throttl|TooManyRequests|RequestLimitExceeded|RequestThrottled|LimitExceeded|SlowDown)/;

const configuration =
  /^(AccessDenied|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|InvalidClientTokenId|InvalidAccessKeyId|MissingAuthenticationToken|ExpiredToken|InvalidToken|AuthFailure|NotAuthorized|UnauthorizedOperation|OptInRequired|RequestExpired|RequestTimeTooSkewed|DisabledApi|InvalidRegion|InvalidEndpointRegion)/;

export function judge(
  answer: MeterAnswer,
  usages: readonly CloudUsage[],
  { UsageRecords }: MeterRequest,
): CallAnswer {
  switch (answer.kind) {
    case 'result':
      return { kind: 'each', outcomes: judgeRecords(answer.result, usages, UsageRecords) };
    case 'exception':
      return judgeException(answer);
    case 'failure':
      return { kind: 'all', outcome: withoutAnswer(vendor, answer.error) };
  }
}

function judgeException({
  code,
  status,
}: {
  code: string;
  status: number | undefined;
}): CallAnswer {
  const shown = codeIn(code);
  if (throttling.test(code) || status === 429)
    return { kind: 'all', outcome: throttled(vendor, shown, throttledSeconds), haltsRest: true };
  if (configuration.test(code))
    return {
      kind: 'all',
      outcome: ourConfiguration(vendor, `it answered ${shown}`),
      haltsRest: true,
    };
  const refusal = refusals.get(code);
  if (refusal !== undefined)
    return { kind: 'refused-whole', reason: `${vendor} ${refusal} (${shown}).` };
  return { kind: 'all', outcome: unreadable(vendor, shown) };
}

function judgeRecords(
  { Results = [], UnprocessedRecords = [] }: MeterResult,
  usages: readonly CloudUsage[],
  sent: readonly MeterRecord[],
): SendOutcome[] {
  const strange = [...Results.map((each) => each.UsageRecord), ...UnprocessedRecords].some(
    (record) => record !== undefined && !sent.some((each) => isOf(each, record)),
  );
  return usages.map((usage, place) => {
    const record = sent[place];
    const results = Results.filter((each) => record && isOf(record, each.UsageRecord));
    const unprocessed = UnprocessedRecords.filter((each) => record && isOf(record, each));
    const [result] = results;
    if (results.length + unprocessed.length > 1) return unreadable(vendor, 'answered twice');
    if (result) return judgeRecord(result, usage);
    if (unprocessed.length > 0)
      return {
        kind: 'not-sent',
        reason: `${vendor} did not process this record.`,
        retryAfterSeconds: throttledSeconds,
      };
    return strange ? conflict('answered for a record that was not sent') : partial();
  });
}

/** Whether AWS's echo is of this record; its quantity is judged apart. */
function isOf(sent: MeterRecord, echo: MeterRecord | undefined): boolean {
  return (
    echo !== undefined &&
    echo.CustomerAWSAccountId === sent.CustomerAWSAccountId &&
    echo.Dimension === sent.Dimension &&
    echo.Timestamp?.getTime() === sent.Timestamp?.getTime() &&
    (sent.LicenseArn === undefined || echo.LicenseArn === sent.LicenseArn)
  );
}

/**
 * AWS keeps what came first for an hour. So a duplicate is our own earlier try only if there was
 * one: the slot is ours and only ever had these units.
 */
function judgeRecord(
  { Status, MeteringRecordId, UsageRecord }: NonNullable<MeterResult['Results']>[number],
  { units, attempt }: CloudUsage,
): SendOutcome {
  if (Status === 'CustomerNotSubscribed')
    return {
      kind: 'refused',
      reason: `${vendor} has no subscription of the customer (${Status}).`,
    };
  if (Status !== 'Success' && Status !== 'DuplicateRecord')
    return unreadable(vendor, codeIn(Status));
  if (UsageRecord?.Quantity !== Number(units)) return conflict('answered with another quantity');
  if (Status === 'DuplicateRecord' && attempt === 0)
    return conflict('has something else for this hour (DuplicateRecord)');
  return { kind: 'accepted', reference: MeteringRecordId ?? Status };
}

function conflict(what: string): SendOutcome {
  return { kind: 'undecided', conflict: true, reason: `${vendor} ${what}.` };
}

function partial(): SendOutcome {
  return { kind: 'undecided', reason: `${vendor} did not answer for this record.` };
}
