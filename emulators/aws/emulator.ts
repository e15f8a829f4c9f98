import { RateLimit } from '../rate-limit.js';
import {
  Refusal,
  type Admitted,
  type Answer,
  type ReceivedRequest,
  type VendorContext,
  type VendorEmulator,
} from '../vendor-emulator.js';
import { checkRequest } from './check-request.js';
import { readRequest } from './read-request.js';
import { recordUsage, type BatchResult } from './record-usage.js';
import { awsAnswer, refused } from './refusals.js';
import { defaultRequestsPerSecond, servedRegions, type AwsRules } from './rules.js';
import { verifySignature, type SigningKey } from './verify-signature.js';

/** AWS Marketplace Metering, BatchMeterUsage: one address for every region, told apart by the signature. */
export function createAwsEmulator(
  options: VendorContext & { key: SigningKey; rules: AwsRules },
): VendorEmulator {
  const { books, subscribers, rules, key } = options;
  const { repeatedRecord = 'Success', requestsPerSecond = defaultRequestsPerSecond } = rules;
  const limit = new RateLimit({ perSecond: requestsPerSecond });
  return {
    codes: { throttled: 'ThrottlingException', internalError: 'InternalServiceErrorException' },
    admit(request: ReceivedRequest): Admitted {
      const wall = options.wallClock();
      const { region } = verifySignature(request, { key, now: wall });
      if (!servedRegions.has(region)) throw new Refusal('DisabledApiException');
      if (!limit.take(region, wall.getTime())) throw new Refusal('ThrottlingException');
      const batch = readRequest(request);
      const records = batch.UsageRecords.map((record) => ({
        instance: record.LicenseArn ?? batch.ProductCode ?? '',
        customer: record.CustomerAWSAccountId,
      }));
      return {
        action: 'BatchMeterUsage',
        records,
        perform(exceptions) {
          const now = options.now();
          const judged = checkRequest(batch, { subscribers, rules, region, now });
          const recording = { books, region, requestId: request.id, now, repeatedRecord };
          return awsAnswer(200, recordUsage(judged, recording, exceptions), request.id);
        },
      };
    },
    refused,
    wrongEcho,
  };
}

/** Every record comes back with one unit more than was sent. */
function wrongEcho(answer: Answer): Answer {
  if (answer.status !== 200) return answer;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `perform` above has written it
  const { Results, ...rest } = JSON.parse(answer.body) as BatchResult;
  const changed = Results.map((result) => ({
    ...result,
    UsageRecord: { ...result.UsageRecord, Quantity: result.UsageRecord.Quantity + 1 },
  }));
  return { ...answer, body: JSON.stringify({ ...rest, Results: changed }) };
}
