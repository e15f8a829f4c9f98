import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { OrderedAnswers } from './ordered-answers.js';

export interface ReceivedWebhook {
  /** Of its header, empty where it has none. */
  id: string;
  /** When it came. */
  at: string;
  /** Whether its signature is one of the secret. */
  isVerified: boolean;
  /** What it was answered. */
  status: number;
  type: string;
  timestamp: string;
  data: unknown;
}

const mostKept = 500;

const form = z.object({ type: z.string(), timestamp: z.string(), data: z.unknown() });

/** The last webhooks that came, oldest first. */
export class WebhookSink {
  readonly #webhook: Webhook;
  readonly #answers: OrderedAnswers;
  readonly #kept: ReceivedWebhook[] = [];

  constructor({ secret, answers }: { secret: string; answers: OrderedAnswers }) {
    this.#webhook = new Webhook(secret);
    this.#answers = answers;
  }

  all(): readonly ReceivedWebhook[] {
    return this.#kept;
  }

  /** @returns the status to answer: 401 unverified, 400 of another form, else as ordered, or 204 */
  receive(headers: IncomingHttpHeaders, body: Buffer): number {
    const isVerified = this.#verifies(headers, body);
    const content = contentOf(body);
    const status = isVerified ? (content ? (this.#answers.next() ?? 204) : 400) : 401;
    this.#kept.push({
      id: headerOf(headers, 'webhook-id'),
      at: new Date().toISOString(),
      isVerified,
      status,
      type: content?.type ?? '',
      timestamp: content?.timestamp ?? '',
      data: content?.data ?? null,
    });
    this.#kept.splice(0, Math.max(0, this.#kept.length - mostKept));
    return status;
  }

  #verifies(headers: IncomingHttpHeaders, body: Buffer): boolean {
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
    const signed = Object.fromEntries(names.map((name) => [name, headerOf(headers, name)]));
    try {
      this.#webhook.verify(body, signed, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  }
}

function contentOf(body: Buffer): z.output<typeof form> | undefined {
  try {
    return form.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
