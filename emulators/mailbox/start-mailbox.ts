import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jsonAnswer, send } from '../http-answer.js';
import { answerRequest, type Mailbox } from './mailbox-requests.js';
import { Mails } from './mails.js';
import { OrderedAnswers } from './ordered-answers.js';
import { startSmtpReceiver } from './smtp-receiver.js';
import { WebhookSink } from './webhook-sink.js';

export interface MailboxOptions {
  /** Keeps the mails, a file each; found again by the next start. */
  folder?: string | undefined;
  /** `whsec_…`: what webhooks must be signed with. */
  webhookSecret: string;
  /** Of the page; 0, the default: any that is free. */
  port?: number;
}

export interface RunningMailbox {
  /** `smtp://127.0.0.1:PORT`, which takes mail for every address. */
  readonly smtpUrl: string;
  /** `http://127.0.0.1:PORT`: what came, for people; `/mails` and `/webhooks` as JSON. */
  readonly url: string;
  readonly webhookUrl: string;
  stop(): Promise<void>;
}

/** Starts a mailbox for everybody and a listener to webhooks, on 127.0.0.1. */
export async function startMailbox({
  folder,
  webhookSecret,
  port = 0,
}: MailboxOptions): Promise<RunningMailbox> {
  const mails = await Mails.open(folder);
  const [mailAnswers, webhookAnswers] = [new OrderedAnswers(), new OrderedAnswers()];
  const webhooks = new WebhookSink({ secret: webhookSecret, answers: webhookAnswers });
  const pages = await startPages({ mails, mailAnswers, webhooks, webhookAnswers }, port);
  try {
    const smtp = await startSmtpReceiver({ mails, answers: mailAnswers });
    return {
      smtpUrl: smtp.url,
      url: pages.url,
      webhookUrl: `${pages.url}/webhooks`,
      async stop() {
        await Promise.all([smtp.stop(), pages.stop()]);
      },
    };
  } catch (error) {
    await pages.stop();
    throw error;
  }
}

const loopback = '127.0.0.1';

async function startPages(
  mailbox: Mailbox,
  wishedPort: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    answerRequest(mailbox, request)
      .catch((error: unknown) => {
        process.stderr.write(`mailbox: ${String(error)}\n`);
        return jsonAnswer(500, { error: 'of the mailbox itself' });
      })
      .then((answer) => send(response, answer))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(wishedPort, loopback, resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port, not on a pipe
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${loopback}:${port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
