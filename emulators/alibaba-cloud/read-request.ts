import { z } from 'zod';
import { Refusal, type ReceivedRequest } from '../vendor-emulator.js';
import { parsedJson, readParameters, required } from './read-parameters.js';
import { meteringKeys, type AlibabaCloudRules } from './rules.js';

const mostEntries = 100;

/** Numbers come as strings in the vendor's example; plain ones are read too. */
const whole = z
  .union([z.string().regex(/^\d{1,15}$/), z.int().min(0)])
  .transform((value) => Number(value));

const entity = z.object({
  Key: z.string().refine((key) => meteringKeys.has(key)),
  Value: whole,
  /** Spelt so. Names product, key and item: cmapi00060317-Unit-1. */
  meteringAssit: z
    .string()
    .regex(/^[a-z]+\d+-[A-Za-z]+-\d+$/)
    .exactOptional(),
});

const entry = z.object({
  InstanceId: z.string().min(1).max(64),
  /** Seconds since 1970. */
  StartTime: whole,
  EndTime: whole,
  Entities: z.array(entity).min(1),
});

const metering = z.array(entry).min(1).max(mostEntries);

export type MeteringEntry = z.output<typeof entry>;
export type MeteringEntity = z.output<typeof entity>;

/** @throws Refusal */
export function readRequest(
  request: ReceivedRequest,
  { meteringAssit = 'required' }: AlibabaCloudRules,
): MeteringEntry[] {
  const text = required(readParameters(request), 'Metering');
  const read = metering.safeParse(parsedJson(text, 'Metering'));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw invalid(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  for (const each of read.data.flatMap(({ Entities }) => Entities)) {
    checkItem(each, meteringAssit === 'required');
  }
  return read.data;
}

function checkItem({ Key, meteringAssit }: MeteringEntity, isRequired: boolean): void {
  if (meteringAssit === undefined && isRequired) throw invalid('meteringAssit is missing');
  const key = meteringAssit?.split('-')[1];
  if (key !== undefined && key !== Key) throw invalid(`meteringAssit is not of ${Key}`);
}

function invalid(what: string): Refusal {
  return new Refusal('InvalidMetering', `Specified parameter Metering is not valid: ${what}`);
}
