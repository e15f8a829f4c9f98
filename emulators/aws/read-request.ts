import { z } from 'zod';
import { Refusal, type ReceivedRequest } from '../vendor-emulator.js';

const mostRecords = 25;
/** A request must be below this. */
const tooManyBytes = 1024 * 1024;
const target = 'AWSMPMeteringService.BatchMeterUsage';

const quantity = z.int32().min(0);
const allocation = z.object({
  AllocatedUsageQuantity: quantity,
  Tags: z.array(z.object({ Key: z.string(), Value: z.string() })).exactOptional(),
});
const usageRecord = z.object({
  /** Seconds since 1970, with a fraction or without. */
  Timestamp: z.number(),
  Dimension: z.string().min(1).max(255),
  Quantity: quantity.default(0),
  CustomerAWSAccountId: z
    .string()
    .regex(/^[0-9]+$/)
    .exactOptional(),
  LicenseArn: z.string().exactOptional(),
  UsageAllocations: z.array(allocation).min(1).max(2500).exactOptional(),
});
const batch = z.object({
  UsageRecords: z.array(usageRecord).max(mostRecords),
  ProductCode: z.string().min(1).max(255).exactOptional(),
});

export type UsageRecord = z.output<typeof usageRecord>;
export type UsageBatch = z.output<typeof batch>;

/** @throws Refusal */
export function readRequest({ method, path, headers, body }: ReceivedRequest): UsageBatch {
  if (method !== 'POST' || path !== '/' || headers['x-amz-target'] !== target) {
    throw new Refusal('UnknownOperationException');
  }
  if (headers['content-type'] !== 'application/x-amz-json-1.1') {
    throw new Refusal('UnknownOperationException', 'Content-Type must be of JSON 1.1');
  }
  if (body.length >= tooManyBytes) throw new Refusal('RequestEntityTooLargeException');
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal('SerializationException', 'The body is not JSON');
  }
  const read = batch.safeParse(json, { reportInput: true });
  if (!read.success) throw malformed(read.error);
  return read.data;
}

/** AWS tells a value of another type (not to be read at all) from one that breaks a constraint. */
function malformed({ issues: [issue] }: z.ZodError): Refusal {
  const field = issue?.path.join('.') ?? '';
  const isConstraint =
    issue === undefined ||
    issue.input === undefined ||
    (issue.code !== 'invalid_type' && !(issue.code === 'too_big' && field.endsWith('Quantity')));
  return isConstraint
    ? new Refusal(
        'ValidationException',
        `1 validation error detected: Value at '${field}' failed to satisfy constraint: ${issue?.message}`,
      )
    : new Refusal('SerializationException', `Value at '${field}' cannot be converted`);
}
