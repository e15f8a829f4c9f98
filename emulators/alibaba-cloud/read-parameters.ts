import { Refusal, type ReceivedRequest } from '../vendor-emulator.js';

/** RPC calls carry their parameters in the query or in a form, whichever the SDK of the day prefers. */
export function readParameters({ query, headers, body }: ReceivedRequest): Map<string, string> {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const form = isForm ? body.toString('utf8') : '';
  return new Map([...new URLSearchParams(query), ...new URLSearchParams(form)]);
}

/** @throws Refusal */
export function required(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === '')
    throw new Refusal(`Missing${name}`, `${name} is mandatory for this action.`);
  return value;
}

/** @throws Refusal */
export function parsedJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(`Invalid${name}`, `Specified parameter ${name} is not valid.`);
  }
}
