import { randomBytes } from 'node:crypto';
import type { Messaging } from '../configuration/messaging.js';
import { startMailbox } from '../emulators/mailbox/start-mailbox.js';

/** Who takes, on this machine, what customers and other systems are told. */
export interface LocalMailbox {
  /** What the worker is told in its environment. */
  environment: Record<string, string>;
  /** Shows what came; absent where nothing comes here. */
  page?: string;
  stop(): Promise<void>;
}

/** Takes the mail, or the webhooks, that the environment has no other place for. */
export async function startLocalMailbox(
  { smtp, webhooks }: Messaging,
  { folder }: { folder: string },
): Promise<LocalMailbox> {
  const takesMail = smtp === undefined;
  const takesWebhooks = webhooks.urls.length === 0;
  if (!takesMail && !takesWebhooks) return { environment: {}, stop: async () => undefined };
  const webhookSecret = `whsec_${randomBytes(32).toString('base64')}`;
  const mailbox = await startMailbox({ folder, webhookSecret });
  return {
    environment: {
      ...(takesMail
        ? { SMTP_URL: mailbox.smtpUrl, MAIL_FROM: 'Expense center <billing@example.com>' }
        : {}),
      ...(takesWebhooks
        ? { WEBHOOK_URLS: mailbox.webhookUrl, WEBHOOK_SECRETS: webhookSecret }
        : {}),
    },
    page: mailbox.url,
    stop: () => mailbox.stop(),
  };
}
