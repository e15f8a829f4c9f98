import { z } from 'zod';
import { providers } from './provider.js';

const count = z.int().min(1);
const milliseconds = z.int().min(0).max(3_600_000);

/** Which requests a fault strikes: all of them that fit, unless it says less. */
const scope = {
  provider: z.enum(providers).exactOptional(),
  /** A request fits when one of its records does. */
  match: z
    .strictObject({
      customer: z.string().exactOptional(),
      instance: z.string().exactOptional(),
      /** BatchMeterUsage, PushMeteringData, DescribePushMeteringData, usage-data */
      action: z.string().exactOptional(),
    })
    .exactOptional(),
  /** Only the n-th that fits, from 1. */
  nth: count.exactOptional(),
  /** Not more often than this. */
  times: count.exactOptional(),
  /** A draw for each request, the same for the same seed whatever the order they come in. */
  probability: z.number().min(0).max(1).exactOptional(),
  seed: z.int().exactOptional(),
};

/** Whether the vendor has the request on its books when things go wrong. */
const recorded = z.boolean();

export const faultSchema = z.discriminatedUnion('kind', [
  /** Waits before the request is recorded, or, recorded, before it is answered. Delays add up. */
  z.strictObject({
    ...scope,
    kind: z.literal('delay'),
    ms: milliseconds,
    recorded: recorded.default(false),
  }),
  /** The connection is reset. */
  z.strictObject({ ...scope, kind: z.literal('reset'), recorded }),
  /** The vendor's own words for "too many requests"; `plain`: HTTP 429 in front of them. */
  z.strictObject({ ...scope, kind: z.literal('throttle'), plain: z.boolean().default(false) }),
  z.strictObject({
    ...scope,
    kind: z.literal('server-error'),
    status: z.int().min(500).max(599).default(500),
    recorded,
  }),
  /** A page of some proxy in between, also with status 200. */
  z.strictObject({
    ...scope,
    kind: z.literal('html'),
    status: z.int().min(200).max(599).default(502),
    recorded,
  }),
  /** Recorded; the first half of the answer arrives, then the connection is reset. */
  z.strictObject({ ...scope, kind: z.literal('half-answer') }),
  /** Recorded; the answer comes in drops. */
  z.strictObject({
    ...scope,
    kind: z.literal('slow-drip'),
    bytes: count.default(16),
    everyMs: milliseconds.default(100),
  }),
  /** The request is processed twice; the first answer is given. */
  z.strictObject({ ...scope, kind: z.literal('duplicate-delivery') }),
  /**
   * Some records are left out: those that `match` names by customer or instance, else all after the
   * first `processed` (half of them). AWS: UnprocessedRecords, or `status` in their results. Huawei
   * Cloud: rejected in the background. Alibaba Cloud: the others are recorded, the call says Success false.
   */
  z.strictObject({
    ...scope,
    kind: z.literal('partial'),
    processed: z.int().min(0).exactOptional(),
    status: z.string().exactOptional(),
  }),
  /** Refused, not recorded, with one of the vendor's codes. */
  z.strictObject({
    ...scope,
    kind: z.literal('refuse'),
    code: z.string().min(1),
    message: z.string().default('ordered by a fault'),
    status: z.int().min(200).max(599).exactOptional(),
  }),
  /** Recorded; the answer is one to another request. */
  z.strictObject({ ...scope, kind: z.literal('wrong-echo') }),
  /** Connections are closed before anything is read, so it can match nothing that is in a request. */
  z.strictObject({ ...scope, kind: z.literal('outage'), match: z.undefined().optional() }),
]);

export const faultList = z.array(faultSchema);

/** As orders are written. */
export type FaultOrder = z.input<typeof faultSchema>;
/** With its defaults. */
export type Fault = z.output<typeof faultSchema>;
export type Outage = Extract<Fault, { kind: 'outage' }>;
export type Delay = Extract<Fault, { kind: 'delay' }>;
/** What happens to a request, once: the first of the list that strikes. */
export type Mishap = Exclude<Fault, Outage | Delay>;
