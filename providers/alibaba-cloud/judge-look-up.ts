import { z } from 'zod';
import { codeIn, codeOfError } from '../failure.js';
import type { CloudUsage, LookUpOutcome } from '../port.js';
import type { MarketAnswer } from './client.js';
import { answered, vendor } from './judge.js';

const entity = z.object({
  Unit: z.union([z.number().int().nonnegative().transform(String), z.string().regex(/^\d+$/)]),
});

const push = z.object({
  PushOrderBizId: z.string(),
  InstanceId: z.string(),
  MeteringEntity: z.string(),
  IsPushBilling: z.boolean().nullish(),
});

const described = answered.extend({ Result: push.partial().nullish() });

/** The operation takes nothing but the key, so an answer of this form can only mean the push. */
const noSuchPush = /(NotFound|NotExists?|NOT_FOUND|NOT_EXISTS?)$/;

/**
 * Only an answer that says it succeeded and names no push says that there is none. A push of another
 * instance under our key is not ours.
 */
export function judgeLookUp(answer: MarketAnswer, usage: CloudUsage): LookUpOutcome {
  if (answer.kind === 'failure') return unknown(codeOfError(answer.error));
  const { data } = described.safeParse(answer.body);
  if (!data || answer.status !== 200) return unknown(data?.Code ?? `HTTP-${answer.status}`);
  const { Success, Code, Result } = data;
  if (Success === false) return noSuchPush.test(Code ?? '') ? { kind: 'not-found' } : unknown(Code);
  if (!Result || Object.keys(Result).length === 0)
    return Success === true ? { kind: 'not-found' } : unknown(Code);
  const found = push.safeParse(Result).data;
  const units = found && unitsIn(found.MeteringEntity);
  if (!found || units === undefined) return unknown('no usage in the answer');
  if (found.PushOrderBizId !== usage.key || found.InstanceId !== usage.instance)
    return {
      kind: 'unknown',
      conflict: true,
      reason: `${vendor} has something else under the key of this charge.`,
    };
  return {
    kind: 'found',
    reference: found.PushOrderBizId,
    units,
    billed: found.IsPushBilling === true,
  };
}

function unitsIn(text: string): string | undefined {
  try {
    return entity.safeParse(JSON.parse(text)).data?.Unit;
  } catch {
    return undefined;
  }
}

function unknown(code: unknown): LookUpOutcome {
  return { kind: 'unknown', reason: `${vendor} could not tell of this charge (${codeIn(code)}).` };
}
