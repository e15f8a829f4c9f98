import { z } from 'zod';
import { ConfigurationError } from './configuration-error.js';
import { isDecodable, isLoopback, readSender, readUrl, type Sender } from './message-addresses.js';

const webhookForm =
  'must be https addresses without a user or fragment, each once; http only on this machine';
const secretForm = 'must be whsec_ and 24 to 64 bytes in base64; several with commas between';

/** How messages leave: by mail, by webhooks, or not at all. No complaint quotes what may be secret. */
export const messagingSettings = {
  SMTP_URL: z
    .string()
    .refine(isSmtpUrl, 'must be like smtp://user:password@host:587, or smtps://…, and no more')
    .optional(),
  MAIL_FROM: z
    .string()
    .transform((text, context): Sender => {
      const sender = readSender(text);
      if (sender !== undefined) return sender;
      context.addIssue({
        code: 'custom',
        message: 'must be an address, or a name and one: Billing <billing@example.com>',
      });
      return z.NEVER;
    })
    .optional(),
  WEBHOOK_URLS: z
    .string()
    .default('')
    .transform(listed)
    .refine((urls) => urls.every(isWebhookUrl) && new Set(urls).size === urls.length, webhookForm),
  WEBHOOK_SECRETS: z
    .string()
    .default('')
    .transform(listed)
    .refine((secrets) => secrets.every(isWebhookSecret), secretForm),
  EXPENSE_CENTER_URL: z
    .string()
    .refine(isPageUrl, 'must be an http or https address without a user, query or fragment')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
};

export interface Messaging {
  /** Without it nobody gets mail. */
  smtp?: { url: string; from: Sender };
  webhooks: { urls: readonly string[]; secrets: readonly string[] };
  /** What mails lead to, without a slash at its end. */
  expenseCenterUrl?: string;
}

/** @throws ConfigurationError where half of what one way needs is missing */
export function messagingOf(set: {
  SMTP_URL?: string | undefined;
  MAIL_FROM?: Sender | undefined;
  WEBHOOK_URLS: string[];
  WEBHOOK_SECRETS: string[];
  EXPENSE_CENTER_URL?: string | undefined;
}): Messaging {
  const { SMTP_URL: url, MAIL_FROM: from, WEBHOOK_URLS: urls, WEBHOOK_SECRETS: secrets } = set;
  if (url !== undefined && from === undefined)
    throw new ConfigurationError(
      'MAIL_FROM: must be set where SMTP_URL is: who the mails are from',
    );
  if (urls.length > 0 && secrets.length === 0)
    throw new ConfigurationError(
      'WEBHOOK_SECRETS: must be set where WEBHOOK_URLS is: what the webhooks are signed with',
    );
  return {
    ...(url === undefined || from === undefined ? {} : { smtp: { url, from } }),
    webhooks: { urls, secrets },
    ...(set.EXPENSE_CENTER_URL === undefined ? {} : { expenseCenterUrl: set.EXPENSE_CENTER_URL }),
  };
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}

function isSmtpUrl(text: string): boolean {
  const url = readUrl(text);
  if (url === undefined || !['smtp:', 'smtps:'].includes(url.protocol)) return false;
  const { hostname, pathname, search, hash, username, password } = url;
  if (hostname === '' || !['', '/'].includes(pathname) || search !== '' || hash !== '')
    return false;
  return isDecodable(username) && isDecodable(password);
}

function isPageUrl(text: string): boolean {
  const url = readUrl(text);
  return url !== undefined && isHttp(url) && url.search === '' && url.hash === '';
}

function isWebhookUrl(text: string): boolean {
  const url = readUrl(text);
  if (url === undefined || !isHttp(url) || url.hash !== '') return false;
  return url.protocol === 'https:' || isLoopback(url.hostname);
}

function isHttp({ protocol, username, password }: URL): boolean {
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '';
}

/** Of Standard Webhooks. */
function isWebhookSecret(text: string): boolean {
  const [, base64 = ''] =
    /^whsec_((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/.exec(text) ?? [];
  const { length } = Buffer.from(base64, 'base64');
  return length >= 24 && length <= 64;
}
