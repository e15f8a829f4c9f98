import { simpleParser } from 'mailparser';

export interface ReceivedMail {
  id: string;
  /** When it came. */
  at: string;
  from: string;
  /** Whom it was delivered to, whatever its own header says. */
  to: string;
  subject: string;
  text: string;
  /** Empty where it has none. */
  html: string;
  /** With its angle brackets. */
  messageId: string;
  /** One a line, as they came. */
  headers: string[];
}

/** Reads what was kept: the mail as it came, below the header that says whom it was delivered to. */
export async function readMail(id: string, kept: Buffer): Promise<ReceivedMail> {
  const mail = await simpleParser(kept, { skipImageLinks: true });
  const lines = mail.headerLines.map(({ line }) => line);
  return {
    id,
    at: timeOfId(id),
    from: mail.from?.text ?? '',
    to: (lines[0] ?? '').slice(deliveredTo.length),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html === undefined || mail.html === false ? '' : mail.html,
    messageId: mail.messageId ?? '',
    headers: lines.slice(1),
  };
}

const deliveredTo = 'Delivered-To: ';

export function withRecipients(to: readonly string[], data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${deliveredTo}${to.join(', ')}\r\n`), data]);
}

/** `20261122T090000.000Z-0001`: of the time it came, so that ids sort by it and are names of files. */
export function mailId(at: Date, number: number): string {
  const time = at.toISOString().replaceAll(/[-:]/g, '');
  return `${time}-${(number % 10_000).toString().padStart(4, '0')}`;
}

function timeOfId(id: string): string {
  return id.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})([\d.]{6}Z)-\d{4}$/, '$1-$2-$3T$4:$5:$6');
}

export function isMailId(text: string): boolean {
  return timeOfId(text) !== text;
}
