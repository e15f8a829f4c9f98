import { z } from 'zod';
import { codeIn, ourConfiguration, throttled, unreadable, withoutAnswer } from '../failure.js';
import type { CloudUsage } from '../port.js';
import type { CallAnswer } from '../send-in-batches.js';
import type { PushAnswer } from './client.js';
import { meteringSn } from './request.js';

export const vendor = 'Huawei Cloud KooGallery';
const throttledSeconds = 60;

const answered = z.object({ error_code: z.string() });

/** What Huawei refuses whole, and would refuse again; in our words. */
const refusals: ReadonlyMap<string, string> = new Map([
  ['MKT.0100', 'finds a value out of its range'],
  ['MKT.0101', 'finds a field wrong or missing'],
  ['MKT.0150', 'says that the instance is of another seller'],
  ['MKT.0199', 'finds a field wrong'],
  ['MKT.9001', 'does not know the instance'],
  ['MKT.9002', 'does not accept the record'],
  ['MKT.9003', 'does not take so many records'],
  ['MKT.9004', 'no longer takes this hour'],
]);

/** Signature, rights, token; of the gateway: no such API, and its 03xx, all about who calls. */
const configuration = /^(MKT\.(0102|0151|0154)|APIGW\.(0101|03\d\d))$/;
const throttling = /^(MKT\.0250|APIGW\.0308)$/;

/**
 * Huawei's own code decides, never the HTTP status: it answers 500 to what it will refuse for ever.
 * Any other code (MKT.0999, a gateway's time-out) leaves open what was stored.
 */
export function judge(answer: PushAnswer, usages: readonly CloudUsage[]): CallAnswer {
  if (answer.kind === 'failure')
    return { kind: 'all', outcome: withoutAnswer(vendor, answer.error) };
  const code = codeOf(answer.body);
  const shown = codeIn(code ?? `HTTP-${answer.status}`);
  if (code === 'MKT.0000') return taken(usages);
  if (code === undefined ? answer.status === 429 : throttling.test(code))
    return { kind: 'all', outcome: throttled(vendor, shown, throttledSeconds), haltsRest: true };
  if (code !== undefined && configuration.test(code))
    return {
      kind: 'all',
      outcome: ourConfiguration(vendor, `it answered ${shown}`),
      haltsRest: true,
    };
  const refusal = code === undefined ? undefined : refusals.get(code);
  if (refusal !== undefined)
    return { kind: 'refused-whole', reason: `${vendor} ${refusal} (${shown}).` };
  return { kind: 'all', outcome: unreadable(vendor, shown) };
}

/** Not yet billed: a bad record among them is found later, out of sight. */
function taken(usages: readonly CloudUsage[]): CallAnswer {
  return {
    kind: 'each',
    outcomes: usages.map(({ key }) => ({
      kind: 'accepted-provisionally',
      reference: meteringSn(key),
    })),
  };
}

function codeOf(body: string): string | undefined {
  try {
    return answered.safeParse(JSON.parse(body)).data?.error_code;
  } catch {
    return undefined;
  }
}
