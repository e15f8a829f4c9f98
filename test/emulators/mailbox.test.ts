import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import type { RunningMailbox } from '../../emulators/mailbox/start-mailbox';
import { createMailer } from '../../messaging/mailer';
import {
  mailsIn,
  orderAnswers,
  otherSecret,
  runMailboxes,
  webhookSecret,
  webhooksIn,
} from '../support/mailbox-running';

const startMailbox = runMailboxes();

async function sendMail(
  { smtpUrl }: RunningMailbox,
  changes: { to?: string; subject?: string; html?: string; text?: string } = {},
): Promise<string> {
  const mailer = createMailer({ smtpUrl, from: { name: '', address: 'billing@example.com' } });
  const { outcome } = await mailer.send({
    to: 'ada@example.org',
    messageId: 'm-1',
    subject: 'One',
    text: 'Text of one.\n',
    html: '<p>HTML of one.</p>\n',
    ...changes,
  });
  mailer.close();
  return outcome;
}

/** Says each line once the one before was answered; the answers. */
async function talk({ smtpUrl }: RunningMailbox, lines: string[]): Promise<string[]> {
  const socket = connect(Number(new URL(smtpUrl).port), '127.0.0.1');
  const answers: string[] = [];
  const left = [...lines];
  for await (const chunk of socket) {
    answers.push(String(chunk).trim());
    const line = left.shift();
    if (line === undefined) break;
    socket.write(`${line}\r\n`);
  }
  return answers;
}

async function postWebhook(
  { webhookUrl }: RunningMailbox,
  body: string,
  { secret = webhookSecret, at = new Date(), id = 'msg-1' } = {},
): Promise<number> {
  const { status } = await fetch(webhookUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': Math.floor(at.getTime() / 1_000).toString(),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
    body,
  });
  return status;
}

async function pageAt(url: string): Promise<string> {
  const response = await fetch(url);
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  return response.text();
}

const event = '{"type":"arrears.cleared","timestamp":"2026-12-03T16:07:31.250Z","data":{"a":1}}';

describe('the mailbox', () => {
  it('keeps what came for anybody, newest first', async () => {
    const mailbox = await startMailbox();
    await sendMail(mailbox);
    await sendMail(mailbox, { to: 'grace@example.net', subject: '欠费 <b>' });
    expect(await mailsIn(mailbox)).toEqual([
      expect.objectContaining({ to: 'grace@example.net', subject: '欠费 <b>' }),
      {
        id: expect.stringMatching(/^\d{8}T\d{6}\.\d{3}Z-0000$/),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        from: 'billing@example.com',
        to: 'ada@example.org',
        subject: 'One',
        text: 'Text of one.\n',
        html: '<p>HTML of one.</p>\n',
        messageId: '<m-1@example.com>',
        headers: expect.arrayContaining(['Subject: One', 'To: ada@example.org']),
      },
    ]);
  });

  it('says whom a mail was delivered to, whatever its header has', async () => {
    const mailbox = await startMailbox();
    const answers = await talk(mailbox, [
      'EHLO me',
      'MAIL FROM:<a@example.com>',
      'RCPT TO:<ada@example.org>',
      'RCPT TO:<bob@example.org>',
      'DATA',
      'Delivered-To: nobody@example.org\r\nTo: somebody@example.org\r\n\r\nhello\r\n.',
      'QUIT',
    ]);
    expect(answers.at(-1)).toMatch(/^221 /);
    expect(await mailsIn(mailbox)).toMatchObject([
      { to: 'ada@example.org, bob@example.org', subject: '', text: 'hello\n', html: '' },
    ]);
  });

  it('finds its mails again in its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
    try {
      const first = await startMailbox({ folder });
      await sendMail(first);
      await sendMail(first, { subject: 'Two' });
      const before = await mailsIn(first);
      await first.stop();
      await writeFile(join(folder, 'notes.eml'), 'not a mail of ours');
      const second = await startMailbox({ folder });
      expect(await mailsIn(second)).toEqual(before);
      expect(await readdir(folder)).toEqual([
        ...before.toReversed().map(({ id }) => `${id}.eml`),
        'notes.eml',
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('keeps the last 500, in its folder as well', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
    try {
      const names = Array.from({ length: 502 }, (_, n) => {
        const number = n.toString().padStart(3, '0');
        return `20261122T090000.${number}Z-0000.eml`;
      });
      for (const name of names)
        await writeFile(join(folder, name), `Delivered-To: a@b\r\nSubject: ${name}\r\n\r\nx\r\n`);
      const mailbox = await startMailbox({ folder });
      await sendMail(mailbox);
      const mails = await mailsIn(mailbox);
      expect(mails).toHaveLength(500);
      expect(mails[0]?.subject).toBe('One');
      expect(mails.at(-1)).toMatchObject({
        at: '2026-11-22T09:00:00.003Z',
        to: 'a@b',
        subject: '20261122T090000.003Z-0000.eml',
      });
      expect((await readdir(folder)).slice(0, 1)).toEqual(['20261122T090000.003Z-0000.eml']);
      expect(await readdir(folder)).toHaveLength(500);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes no mail of more than 1 MB', async () => {
    const mailbox = await startMailbox();
    expect(await sendMail(mailbox, { text: 'x'.repeat(1024 * 1024) })).not.toBe('sent');
    const answers = await talk(mailbox, [
      'EHLO me',
      'MAIL FROM:<a@example.com>',
      'RCPT TO:<ada@example.org>',
      'DATA',
      `Subject: long\r\n\r\n${`${'x'.repeat(998)}\r\n`.repeat(1_100)}.`,
    ]);
    expect(answers.at(-1)).toBe('552 larger than 1 MB');
    expect(await mailsIn(mailbox)).toEqual([]);
  });

  it('refuses the next recipients as ordered', async () => {
    const mailbox = await startMailbox();
    expect(await orderAnswers(mailbox, 'mails', { status: 550, times: 2 })).toBe(200);
    expect(await sendMail(mailbox)).toBe('refused');
    expect(await sendMail(mailbox)).toBe('refused');
    expect(await sendMail(mailbox)).toBe('sent');
  });

  it('gives its port to one only', async () => {
    const { url } = await startMailbox();
    await expect(startMailbox({ port: Number(new URL(url).port) })).rejects.toThrow('EADDRINUSE');
  });
});

describe('the page of the mailbox', () => {
  it('lists mails and webhooks, and nothing in them is HTML', async () => {
    const mailbox = await startMailbox();
    await sendMail(mailbox, { subject: '<script>alert(1)</script>' });
    await postWebhook(mailbox, event.replace('arrears.cleared', '<script>'));
    const page = await pageAt(mailbox.url);
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    expect(page).toContain('ada@example.org');
    expect(page).not.toContain('<script');
  });

  it('shows a mail with its HTML in a frame that may do nothing', async () => {
    const mailbox = await startMailbox();
    await sendMail(mailbox, { html: '<p title="a">&amp; <script>alert(1)</script></p>' });
    const [mail] = await mailsIn(mailbox);
    const page = await pageAt(`${mailbox.url}/mails/${mail?.id}`);
    expect(page).toContain(
      'sandbox="" srcdoc="&#60;p title=&#34;a&#34;&#62;&#38;amp; &#60;script&#62;alert(1)&#60;/script&#62;&#60;/p&#62;',
    );
    expect(page).not.toContain('<script');
    expect(page).toContain('Text of one.');
    expect(page).toContain('Message-ID: &#60;m-1@example.com&#62;');
  });

  it('has nothing at other addresses', async () => {
    const { url } = await startMailbox();
    for (const path of ['/mails/x', '/mails/..%2f..%2fetc%2fpasswd', '/favicon.ico'])
      expect((await fetch(url + path)).status).toBe(404);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(404);
  });

  it('is not for a page that calls it by another name', async () => {
    const { url } = await startMailbox();
    const status = await new Promise((resolve, reject) => {
      request(`${url}/mails`, { headers: { host: 'evil.example.com' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });
});

describe('the listener to webhooks', () => {
  it('lists what came, with what it was answered', async () => {
    const mailbox = await startMailbox();
    expect(await postWebhook(mailbox, event)).toBe(204);
    expect(await webhooksIn(mailbox)).toEqual([
      {
        id: 'msg-1',
        at: expect.stringMatching(/Z$/),
        isVerified: true,
        status: 204,
        type: 'arrears.cleared',
        timestamp: '2026-12-03T16:07:31.250Z',
        data: { a: 1 },
      },
    ]);
  });

  it('refuses a signature of another secret, of long ago, and none', async () => {
    const mailbox = await startMailbox();
    expect(await postWebhook(mailbox, event, { secret: otherSecret })).toBe(401);
    const sixMinutesAgo = new Date(Date.now() - 360_000);
    expect(await postWebhook(mailbox, event, { at: sixMinutesAgo })).toBe(401);
    expect((await fetch(mailbox.webhookUrl, { method: 'POST', body: event })).status).toBe(401);
    expect((await webhooksIn(mailbox)).map(({ isVerified }) => isVerified)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each(['{}', 'not JSON', '[]', '{"type":1,"timestamp":"t","data":{}}'])(
    'refuses %j, which is signed but no webhook',
    async (body) => {
      expect(await postWebhook(await startMailbox(), body)).toBe(400);
    },
  );

  it('answers the next ones as ordered', async () => {
    const mailbox = await startMailbox();
    expect(await orderAnswers(mailbox, 'webhooks', { status: 500, times: 2 })).toBe(200);
    expect(await postWebhook(mailbox, event, { secret: otherSecret })).toBe(401);
    expect(await postWebhook(mailbox, event)).toBe(500);
    expect(await postWebhook(mailbox, event)).toBe(500);
    expect(await postWebhook(mailbox, event)).toBe(204);
    expect((await webhooksIn(mailbox)).map(({ status }) => status)).toEqual([204, 500, 500, 401]);
  });

  it.each([
    ['webhooks', { status: 199, times: 1 }],
    ['webhooks', { status: 600, times: 1 }],
    ['webhooks', { status: 500 }],
    ['webhooks', { status: 500, times: 1_001 }],
    ['webhooks', { status: 500, times: 1, more: true }],
    ['mails', { status: 250, times: 1 }],
  ] as const)('takes for %s no order like %j', async (of, order) => {
    expect(await orderAnswers(await startMailbox(), of, order)).toBe(400);
  });

  it('takes no order from a form of a foreign page', async () => {
    const { url } = await startMailbox();
    const { status } = await fetch(`${url}/webhooks/answers`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"status":500,"times":2}',
    });
    expect(status).toBe(415);
  });

  it('takes no webhook of more than 256 kB', async () => {
    const mailbox = await startMailbox();
    const long = event.replace('{"a":1}', `"${'x'.repeat(256 * 1024)}"`);
    expect(await postWebhook(mailbox, long)).toBe(413);
    expect(await webhooksIn(mailbox)).toEqual([]);
  });
});
