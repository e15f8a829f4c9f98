import { z } from 'zod';
import { codeIn, ourConfiguration, throttled, unreadable, withoutAnswer } from '../failure.js';
import type { SendOutcome } from '../port.js';
import type { CallAnswer } from '../send-in-batches.js';
import type { MarketAnswer } from './client.js';

export const vendor = 'Alibaba Cloud Marketplace';
/** What the vendor states for an instance: one call a minute. */
const throttledSeconds = 60;

/** What both marketplaces answer: of a failure a code, where one is given at all. */
export const answered = z.object({
  Success: z.boolean().optional(),
  Code: z.union([z.string(), z.number().transform(String)]).nullish(),
  RequestId: z.string().nullish(),
  Result: z.unknown().optional(),
});

const configuration =
  /^(InvalidAccessKeyId|MissingAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidTimeStamp|InvalidSecurityToken|MissingSecurityToken|Forbidden|NoPermission|Unauthorized|InvalidAction|InvalidVersion|InvalidProduct|InvalidApi)/;

/** The vendor lists no codes. These forms say what is wrong with the request itself. */
const refused =
  /^(Invalid|Missing|Illegal|Unsupported)|(NotFound|NotExist|NotBelong|Expired|Closed)$/;

/** Of the vendor's own trouble, which leaves open what was stored. */
const itsOwnTrouble = /System|Internal|Timeout|Unavailable|^5\d\d$/i;

export function judge(answer: MarketAnswer): CallAnswer {
  if (answer.kind === 'failure')
    return { kind: 'all', outcome: withoutAnswer(vendor, answer.error) };
  const { success, data } = answered.safeParse(answer.body);
  const code = data?.Code ?? `HTTP-${answer.status}`;
  const shown = codeIn(code);
  if (code.includes('Throttling') || answer.status === 429)
    return { kind: 'all', outcome: throttled(vendor, shown, throttledSeconds) };
  if (!success) return { kind: 'all', outcome: unreadable(vendor, shown) };
  if (answer.status === 200) return judgeSuccess(data, shown);
  if (answer.status < 400 || answer.status >= 500)
    return { kind: 'all', outcome: unreadable(vendor, shown) };
  if (configuration.test(code))
    return {
      kind: 'all',
      outcome: ourConfiguration(vendor, `it answered ${shown}`),
      haltsRest: true,
    };
  return { kind: 'all', outcome: refused.test(code) ? refusal(shown) : unreadable(vendor, shown) };
}

/** Taken, not billed: the bill comes hours later. `Success: false` comes with status 200 too. */
function judgeSuccess(
  { Success, Result, RequestId, Code }: z.infer<typeof answered>,
  shown: string,
): CallAnswer {
  if (Success === true && Result !== false)
    return {
      kind: 'all',
      outcome: { kind: 'accepted-provisionally', reference: codeIn(RequestId) },
    };
  if (Success !== false || itsOwnTrouble.test(Code ?? ''))
    return { kind: 'all', outcome: unreadable(vendor, shown) };
  return { kind: 'all', outcome: refusal(shown) };
}

function refusal(shown: string): SendOutcome {
  return { kind: 'refused', reason: `${vendor} refused it (${shown}).` };
}
