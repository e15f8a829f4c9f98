import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { text } from 'node:stream/consumers';

export interface SignedPush {
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** The bytes that were signed. */
  body: string;
}

export type PushAnswer =
  { kind: 'answer'; status: number; body: string } | { kind: 'failure'; error: unknown };

/**
 * One POST on a connection of its own. Not `fetch`: it sends a request again by itself when the
 * answer is 421, and follows redirects. The time limit ends the request, whatever it waits for.
 */
export async function postOnce(push: SignedPush, timeoutMs: number): Promise<PushAnswer> {
  try {
    return await post(push, timeoutMs);
  } catch (error) {
    return { kind: 'failure', error };
  }
}

function post({ url, headers, body }: SignedPush, timeoutMs: number): Promise<PushAnswer> {
  const open = url.protocol === 'http:' ? requestPlain : requestSecure;
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method: 'POST',
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      headers,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then(
        (answer) => resolve({ kind: 'answer', status: response.statusCode ?? 0, body: answer }),
        reject,
      );
    });
    request.end(body);
  });
}
