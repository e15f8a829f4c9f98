import { createTransport, type NodemailerError } from 'nodemailer';
import { shortened, type Delivery } from './delivery.js';

export interface OutgoingMail {
  to: string;
  /** Of the message: a mail that is sent again has it again. */
  messageId: string;
  subject: string;
  text: string;
  html: string;
}

export interface Mailer {
  send(mail: OutgoingMail): Promise<Delivery>;
  /** Breaks off what is under way; it has failed. */
  close(): void;
}

export interface MailerOptions {
  /** `smtp://user:password@host:587`; with `smtps:` it is TLS from the start. */
  smtpUrl: string;
  from: { name: string; address: string };
  limits?: Partial<MailerLimits>;
}

export interface MailerLimits {
  connectionMs: number;
  greetingMs: number;
  /** Of silence. */
  socketMs: number;
  /** From the first try to connect to the last answer. */
  totalMs: number;
}

const usualLimits: MailerLimits = {
  connectionMs: 10_000,
  greetingMs: 10_000,
  socketMs: 20_000,
  totalMs: 60_000,
};

export function createMailer({ smtpUrl, from, limits }: MailerOptions): Mailer {
  const { connectionMs, greetingMs, socketMs, totalMs } = { ...usualLimits, ...limits };
  const transport = createTransport({
    ...serverOf(smtpUrl),
    connectionTimeout: connectionMs,
    dnsTimeout: connectionMs,
    greetingTimeout: greetingMs,
    socketTimeout: socketMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const closed = new AbortController();
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    async send({ to, messageId, subject, text, html }) {
      if (!isAddress(to)) return { outcome: 'refused', reason: 'the address is none' };
      try {
        const { response } = await transport.sendMail({
          from,
          // As a list of one, so that a comma in it does not make it two.
          to: [{ name: '', address: to }],
          envelope: { from: from.address, to: [to] },
          messageId: `<${idPart(messageId)}@${domain}>`,
          subject,
          text,
          html,
          // RFC 3834: no answering machine answers it.
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.any([closed.signal, AbortSignal.timeout(totalMs)]),
        });
        return { outcome: 'sent', answer: shortened(response) };
      } catch (error) {
        return failureOf(error);
      }
    },
    close() {
      closed.abort();
      transport.close();
    },
  };
}

function serverOf(smtpUrl: string): object {
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const user = decodeURIComponent(username);
  return {
    host,
    secure,
    ...(port === '' ? {} : { port: Number(port) }),
    // A password never crosses a network in clear, even where the server would take it.
    requireTLS: !secure && user !== '' && !isLoopback(host),
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(password) } }),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** One address and nothing that a header or a command could take for more. */
function isAddress(text: string): boolean {
  return (
    text.length <= 254 && /^[^\s\p{Cc}<>()[\]\\,;:"@]+@[^\s\p{Cc}<>()[\]\\,;:"@]+$/u.test(text)
  );
}

/** What may stand before the @ of a Message-ID (RFC 5322); anything else is written as in a URL. */
function idPart(messageId: string): string {
  return messageId.replaceAll(/[^A-Za-z0-9!#$&'*+/=?^_`{|}~.-]/gu, encodeURIComponent);
}

/**
 * What the server says of the recipient or the content is for good. What it says of our login or sender
 * is ours to put right, and the mail goes out after that.
 */
function failureOf(error: unknown): Delivery {
  const { code, command, permanent, response }: Partial<NodemailerError> =
    typeof error === 'object' && error !== null ? error : {};
  // Never the error's own message, nor the answer to a login: they may quote what we sent.
  const answer = code === 'EAUTH' ? undefined : response;
  const reason = shortened(answer ?? reasons[code ?? ''] ?? code ?? 'it could not be sent');
  const isAboutMail = command === 'RCPT TO' || command === 'DATA';
  return { outcome: permanent === true && isAboutMail ? 'refused' : 'failed', reason };
}

const reasons: Readonly<Record<string, string>> = {
  EABORT: 'it took too long, or the mailer was closed',
  EAUTH: 'the mail server refused our login',
  ECONNECTION: 'the mail server closed the connection',
  EDNS: 'the mail server was not found',
  ESOCKET: 'the mail server was not reached',
  ETIMEDOUT: 'the mail server did not answer in time',
  ETLS: 'no encrypted connection to the mail server came about',
};
