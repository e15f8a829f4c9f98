import type { Language } from '../domain/explain-words.js';
import type { MailedMessage } from '../domain/message.js';
import { mailContent } from './mail-content.js';
import { mailHtml } from './mail-html.js';
import { mailText } from './mail-text.js';
import { sayIn } from './texts/say.js';

export interface MailRequest {
  message: MailedMessage;
  customer: {
    name: string;
    language: Language;
    /** Of his center, by IANA name: the one times are said in. */
    zone: string;
  };
  /** Its public address; without it nothing leads there. */
  expenseCenterUrl?: string | undefined;
}

export interface ComposedMail {
  subject: string;
  text: string;
  html: string;
}

/** A message as the mail its customer reads. */
export function composeMail({ message, customer, expenseCenterUrl }: MailRequest): ComposedMail {
  const { language, zone } = customer;
  const say = sayIn(language);
  const name = onOneLine(customer.name);
  const content = mailContent(message, { say, name, zone, expenseCenterUrl });
  return {
    subject: content.subject,
    text: mailText(content, say),
    html: mailHtml(content, language),
  };
}

/**
 * Without what breaks a line or turns its direction round: a name must not look like a sentence, an
 * amount or a header of ours.
 */
function onOneLine(name: string): string {
  return name
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
}
