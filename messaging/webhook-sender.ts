import { Webhook } from 'standardwebhooks';
import type { Instant } from '../domain/instant.js';
import type { Message } from '../domain/message.js';
import { shortened, type Delivery } from './delivery.js';
import type { WebhookData } from './webhook-data.js';

export interface OutgoingWebhook {
  /** Of the message: one that is sent again has it again. */
  id: string;
  type: Message['type'];
  /** When what it tells of happened. */
  at: Instant;
  data: WebhookData;
}

export interface WebhookSender {
  send(to: { url: string }, message: OutgoingWebhook): Promise<Delivery>;
}

export interface WebhookSenderOptions {
  /** `whsec_…`; each signs, so that a listener can change from one to the next in his time. */
  secrets: readonly string[];
  timeoutMs?: number;
}

const mostAnswerBytes = 4_096;

/** Sends in the form of Standard Webhooks (standardwebhooks.com). */
export function createWebhookSender({
  secrets,
  timeoutMs = 15_000,
}: WebhookSenderOptions): WebhookSender {
  const signers = secrets.map((secret) => new Webhook(secret));
  return {
    async send({ url }, message) {
      const body = JSON.stringify({
        type: message.type,
        timestamp: message.at,
        data: message.data,
      });
      const now = new Date();
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'settlement-webhooks',
            'webhook-id': message.id,
            'webhook-timestamp': Math.floor(now.getTime() / 1_000).toString(),
            'webhook-signature': signers.map((one) => one.sign(message.id, now, body)).join(' '),
          },
          body,
          // Signed for this address and no other.
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMs),
        });
        return deliveryOf(response.status, withoutPath(await beginningOf(response), url));
      } catch (error) {
        return { outcome: 'failed', reason: reasonOf(error) };
      }
    },
  };
}

function deliveryOf(status: number, text: string): Delivery {
  const answer = shortened(`${status} ${text}`);
  if (status >= 200 && status < 300) return { outcome: 'sent', answer };
  // Standard Webhooks: the listener wants no more of them.
  if (status === 410) return { outcome: 'refused', reason: shortened(`410 gone ${text}`) };
  return { outcome: 'failed', reason: answer };
}

/** The status has said it all: an answer that breaks off, or never ends, does not change it. */
async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= mostAnswerBytes) break;
    }
  } catch {
    // What came before is all there is.
  }
  return Buffer.concat(chunks).subarray(0, mostAnswerBytes).toString('utf8');
}

/** Servers quote the path they do not know, and in it may stand a token of the listener. */
function withoutPath(text: string, url: string): string {
  const { pathname, search } = new URL(url);
  return pathname === '/'
    ? text
    : text.replaceAll(pathname + search, '…').replaceAll(pathname, '…');
}

/** Never the error's own message: it may quote the address, and with it a secret. */
function reasonOf(error: unknown): string {
  const { name, cause }: { name?: unknown; cause?: unknown } = fieldsOf(error);
  if (name === 'TimeoutError') return 'no answer in time';
  const { code }: { code?: unknown } = fieldsOf(cause);
  return typeof code === 'string' ? `no answer: ${code}` : 'it could not be sent';
}

function fieldsOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
