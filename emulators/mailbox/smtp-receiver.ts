import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerError } from 'smtp-server';
import type { Mails } from './mails.js';
import type { OrderedAnswers } from './ordered-answers.js';

export interface SmtpReceiver {
  /** `smtp://127.0.0.1:PORT` */
  readonly url: string;
  stop(): Promise<void>;
}

const loopback = '127.0.0.1';
const mostBytes = 1024 * 1024;

/** Takes mail for every address; an order refuses the next recipients. */
export async function startSmtpReceiver({
  mails,
  answers,
}: {
  mails: Mails;
  answers: OrderedAnswers;
}): Promise<SmtpReceiver> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: mostBytes,
    maxClients: 50,
    closeTimeout: 1_000,
    onRcptTo(_address, _session, done) {
      const status = answers.next();
      done(status === undefined ? null : refusal(status, 'refused as ordered'));
    },
    onData(stream, { envelope }, done) {
      const to = envelope.rcptTo.map(({ address }) => address);
      callbackify(takeMail)(mails, { to, stream }, done);
    },
  });
  // A client that breaks off is no trouble of ours.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, loopback, resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port, not on a pipe
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://${loopback}:${port}`,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

/** @returns what the sender is told; @throws with the code to refuse it with */
async function takeMail(
  mails: Mails,
  { to, stream }: { to: readonly string[]; stream: SMTPServerDataStream },
): Promise<string> {
  const data = await receive(stream);
  if (data === undefined) throw refusal(552, 'larger than 1 MB');
  try {
    return `kept as ${(await mails.keep(to, data)).id}`;
  } catch (error) {
    process.stderr.write(`mailbox: ${String(error)}\n`);
    throw refusal(451, 'it could not be kept');
  }
}

/** @returns undefined where it is too large; it is read to its end all the same, as SMTP wants it */
async function receive(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= mostBytes) chunks.push(chunk);
  }
  return length > mostBytes ? undefined : Buffer.concat(chunks);
}

function refusal(responseCode: number, text: string): SMTPServerError {
  return Object.assign(new Error(text), { responseCode });
}
