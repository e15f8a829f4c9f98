import type { Outlets } from '../activities/follow-up-ports.js';
import type { Messaging } from '../configuration/messaging.js';
import type { Currency } from '../domain/billing-cycle.js';
import { isMailed } from '../domain/message.js';
import { invariant } from '../domain/settlement-error.js';
import { composeMail } from '../messaging/compose-mail.js';
import { createMailer } from '../messaging/mailer.js';
import { retryDelayMs } from '../messaging/retry-schedule.js';
import { webhookData } from '../messaging/webhook-data.js';
import { createWebhookSender } from '../messaging/webhook-sender.js';

/** The configured mail server and webhooks. Without either, what they would be told is told to nobody. */
export function createOutlets(
  { smtp, webhooks, expenseCenterUrl }: Messaging,
  zones: Readonly<Record<Currency, string>>,
): Outlets & { close(): void } {
  const mailer = smtp && createMailer({ smtpUrl: smtp.url, from: smtp.from });
  const webhookSender = createWebhookSender({ secrets: webhooks.secrets });
  return {
    addresseesOf({ message: { message }, customer }) {
      const email = customer?.email;
      const mailed = mailer !== undefined && email !== undefined && isMailed(message);
      return [
        ...(mailed ? [{ channel: 'mail' as const, to: email }] : []),
        ...webhooks.urls.map((to) => ({ channel: 'webhook' as const, to })),
      ];
    },
    async deliver({ channel, to }, { message: { _id: id, at, message }, customer }) {
      if (channel === 'webhook')
        return webhookSender.send(
          { url: to },
          { id, type: message.type, at, data: webhookData(message) },
        );
      if (!mailer) return { outcome: 'failed', reason: 'no mail server is configured any more' };
      invariant(isMailed(message) && customer !== undefined, `${id} is not mailed`);
      const { name, language = 'en', currency } = customer;
      const reader = { name, language, zone: zones[currency] };
      const mail = composeMail({ message, customer: reader, expenseCenterUrl });
      return mailer.send({ to, messageId: id, ...mail });
    },
    retryAfterSeconds(failedTries) {
      const delay = retryDelayMs(failedTries);
      return delay === undefined ? undefined : delay / 1000;
    },
    close: () => mailer?.close(),
  };
}
