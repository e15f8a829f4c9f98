import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { jsonAnswer } from '../http-answer.js';
import { readBody } from '../read-body.js';
import type { Answer } from '../vendor-emulator.js';
import { listPage, mailPage, missingPage } from './mailbox-page.js';
import type { Mails } from './mails.js';
import type { OrderedAnswers } from './ordered-answers.js';
import type { WebhookSink } from './webhook-sink.js';

export interface Mailbox {
  mails: Mails;
  mailAnswers: OrderedAnswers;
  webhooks: WebhookSink;
  webhookAnswers: OrderedAnswers;
}

const mostBytes = 256 * 1024;

/** Its own styles and the mail in its frame; nothing from elsewhere, no scripts, no forms. */
const security = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export async function answerRequest(mailbox: Mailbox, request: IncomingMessage): Promise<Answer> {
  const answer = await answerTo(mailbox, request);
  return { ...answer, headers: { ...answer.headers, ...security } };
}

async function answerTo(mailbox: Mailbox, request: IncomingMessage): Promise<Answer> {
  const { mails, webhooks } = mailbox;
  const [path = '/'] = (request.url ?? '/').split('?');
  // Another name would be a foreign page that had its own point here, and reads along.
  if (!isOurs(request.headers.host)) return jsonAnswer(421, { error: 'is not its host' });
  switch (`${request.method} ${path}`) {
    case 'GET /':
      return page(200, listPage({ mails: mails.all(), webhooks: webhooks.all() }));
    case 'GET /mails':
      return jsonAnswer(200, mails.all().toReversed());
    case 'GET /webhooks':
      return jsonAnswer(200, webhooks.all().toReversed());
    case 'POST /webhooks':
      return takeWebhook(webhooks, request);
    case 'POST /webhooks/answers':
      return takeOrder(mailbox.webhookAnswers, { from: 200, request });
    case 'POST /mails/answers':
      return takeOrder(mailbox.mailAnswers, { from: 400, request });
    default:
      return request.method === 'GET' ? oneMail(mails, path) : jsonAnswer(404, missing);
  }
}

const missing = { error: 'there is no such thing here' };

function isOurs(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');
}

function oneMail(mails: Mails, path: string): Answer {
  const mail = path.startsWith('/mails/') ? mails.find(path.slice('/mails/'.length)) : undefined;
  return mail === undefined ? page(404, missingPage()) : page(200, mailPage(mail));
}

function page(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
}

async function takeWebhook(webhooks: WebhookSink, request: IncomingMessage): Promise<Answer> {
  const body = await readBody(request, mostBytes);
  if (body === undefined) return tooLarge();
  const status = webhooks.receive(request.headers, body);
  return status === 204 ? { status, headers: {}, body: '' } : jsonAnswer(status, { status });
}

async function takeOrder(
  answers: OrderedAnswers,
  { from, request }: { from: number; request: IncomingMessage },
): Promise<Answer> {
  // A form of a foreign page cannot send this type.
  if (request.headers['content-type'] !== 'application/json')
    return jsonAnswer(415, { error: 'must be application/json' });
  const body = await readBody(request, mostBytes);
  if (body === undefined) return tooLarge();
  const order = orderOf(body, from);
  if (order === undefined)
    return jsonAnswer(400, {
      error: `must be like {"status":500,"times":2}, the status from ${from} to 599, times up to 1000`,
    });
  answers.order(order);
  return jsonAnswer(200, order);
}

function orderOf(body: Buffer, from: number): { status: number; times: number } | undefined {
  const form = z.strictObject({
    status: z.int().min(from).max(599),
    times: z.int().min(0).max(1_000),
  });
  try {
    return form.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

function tooLarge(): Answer {
  return jsonAnswer(413, { error: 'must be 256 kB at most' }, { connection: 'close' });
}
