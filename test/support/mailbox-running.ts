import {
  startMailbox,
  type MailboxOptions,
  type RunningMailbox,
} from '../../emulators/mailbox/start-mailbox';
import type { ReceivedMail } from '../../emulators/mailbox/received-mail';
import type { ReceivedWebhook } from '../../emulators/mailbox/webhook-sink';

export const webhookSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
export const otherSecret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';

/** Starts mailboxes and stops them after each test. */
export function runMailboxes(): (options?: Partial<MailboxOptions>) => Promise<RunningMailbox> {
  const running: RunningMailbox[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
  });
  return async (options) => {
    const mailbox = await startMailbox({ webhookSecret, ...options });
    running.push(mailbox);
    return mailbox;
  };
}

/** Newest first. */
export async function mailsIn({ url }: RunningMailbox): Promise<ReceivedMail[]> {
  return (await (await fetch(`${url}/mails`)).json()) as ReceivedMail[];
}

export async function webhooksIn({ url }: RunningMailbox): Promise<ReceivedWebhook[]> {
  return (await (await fetch(`${url}/webhooks`)).json()) as ReceivedWebhook[];
}

export async function orderAnswers(
  { url }: RunningMailbox,
  of: 'mails' | 'webhooks',
  order: unknown,
): Promise<number> {
  const { status } = await fetch(`${url}/${of}/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  });
  return status;
}
