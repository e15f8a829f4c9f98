import * as fc from 'fast-check';
import { createMailer, type Mailer, type MailerOptions } from '../../messaging/mailer';
import { composeMail } from '../../messaging/compose-mail';
import { mailsIn, orderAnswers, runMailboxes } from '../support/mailbox-running';
import { notice } from '../support/messages';
import {
  politeAnswers,
  startScriptedSmtp,
  type ScriptedSmtp,
  type SmtpScript,
} from '../support/smtp-script';

const startMailbox = runMailboxes();

const from = { name: 'Billing', address: 'billing@example.com' };
const mail = {
  to: 'ada@example.org',
  messageId: 'arrears/acct-1/11',
  subject: 'Acme: ¥1.00 owed',
  text: 'You owe ¥1.00.\n',
  html: '<p>You owe ¥1.00.</p>\n',
};

/** Only the limit that a test is about may end it. */
const patient = { greetingMs: 60_000, socketMs: 60_000, totalMs: 3_000 };

const stops: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function mailerTo(smtpUrl: string, more: Partial<MailerOptions> = {}): Mailer {
  const mailer = createMailer({ smtpUrl, from, ...more });
  stops.push(() => mailer.close());
  return mailer;
}

async function scripted(script?: SmtpScript): Promise<ScriptedSmtp> {
  const server = await startScriptedSmtp(script);
  stops.push(() => server.stop());
  return server;
}

function saying(answers: Record<string, string | undefined>): SmtpScript {
  return (command) => ({ ...politeAnswers, ...answers })[command];
}

describe('a mail', () => {
  it('arrives with both forms, from whom it is, and says that nobody wrote it', async () => {
    const mailbox = await startMailbox();
    const delivery = await mailerTo(mailbox.smtpUrl).send(mail);
    expect(delivery).toEqual({
      outcome: 'sent',
      answer: expect.stringMatching(/^250 kept as \S+$/),
    });
    const [received] = await mailsIn(mailbox);
    expect(received).toMatchObject({
      from: '"Billing" <billing@example.com>',
      to: 'ada@example.org',
      subject: 'Acme: ¥1.00 owed',
      text: 'You owe ¥1.00.\n',
      html: '<p>You owe ¥1.00.</p>\n',
      messageId: '<arrears/acct-1/11@example.com>',
    });
    expect(received?.headers).toContain('Auto-Submitted: auto-generated');
  });

  it('that is sent again has the same Message-ID', async () => {
    const mailbox = await startMailbox();
    await mailerTo(mailbox.smtpUrl).send(mail);
    await mailerTo(mailbox.smtpUrl).send(mail);
    expect((await mailsIn(mailbox)).map(({ messageId }) => messageId)).toEqual([
      '<arrears/acct-1/11@example.com>',
      '<arrears/acct-1/11@example.com>',
    ]);
  });

  it.each([
    ['a:b c', '<a%3Ab%20c@example.com>'],
    ['a>\r\nBcc: eve@example.com', '<a%3E%0D%0ABcc%3A%20eve%40example.com@example.com>'],
    ['账号/1', '<%E8%B4%A6%E5%8F%B7/1@example.com>'],
  ])('of the message %j has a Message-ID of the allowed letters', async (messageId, expected) => {
    const mailbox = await startMailbox();
    await mailerTo(mailbox.smtpUrl).send({ ...mail, messageId });
    expect((await mailsIn(mailbox))[0]?.messageId).toBe(expected);
  });

  it('logs in with the user and password of the address, percent signs taken out', async () => {
    const server = await scripted(
      saying({ EHLO: '250-hello\r\n250 AUTH PLAIN', AUTH: '235 welcome' }),
    );
    const url = server.url.replace('//', '//a%40b:p%2Fw@');
    expect(await mailerTo(url).send(mail)).toEqual({ outcome: 'sent', answer: '250 taken' });
    const plain = Buffer.from('\0a@b\0p/w').toString('base64');
    expect(server.lines).toContain(`AUTH PLAIN ${plain}`);
  });
});

describe('nothing of a mail', () => {
  const names = ['From', 'To', 'Subject', 'Message-ID', 'Date', 'MIME-Version', 'Content-Type'];

  it('adds headers or recipients, whatever the name of the account', async () => {
    const mailbox = await startMailbox();
    const mailer = mailerTo(mailbox.smtpUrl);
    const anyName = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('\r\n', '\n', '\r', '\u2028', 'Bcc: eve@example.com', ' ', 'a', ':'))
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(anyName, async (name) => {
        const composed = composeMail({
          message: notice(11),
          customer: { name, language: 'en', zone: 'UTC' },
        });
        expect(await mailer.send({ ...mail, ...composed })).toMatchObject({ outcome: 'sent' });
        const [received] = await mailsIn(mailbox);
        expect(received?.headers.map((line) => line.split(':')[0])).toEqual([
          'Auto-Submitted',
          ...names,
        ]);
        expect(received?.to).toBe('ada@example.org');
      }),
      { numRuns: 25 },
    );
  });

  it('adds headers by a subject or a name of the sender that was not looked at', async () => {
    const mailbox = await startMailbox();
    const name = 'Billing\r\nBcc: eve@example.com';
    const mailer = mailerTo(mailbox.smtpUrl, { from: { ...from, name } });
    await mailer.send({ ...mail, subject: 'owed\r\nBcc: eve@example.com\r\n\r\nbody' });
    const [received] = await mailsIn(mailbox);
    expect(received?.headers.map((line) => line.split(':')[0])).toEqual([
      'Auto-Submitted',
      ...names,
    ]);
    expect(received?.to).toBe('ada@example.org');
  });

  it.each([
    'ada@example.org\r\nBcc: eve@example.com',
    'ada@example.org, eve@example.com',
    'ada@example.org> SIZE=1\r\nRCPT TO:<eve@example.com',
    'Ada <ada@example.org>',
    'ada',
    '@example.org',
    '',
    `${'a'.repeat(251)}@b.c`,
  ])('goes to %j, which is not one address', async (to) => {
    const mailbox = await startMailbox();
    expect(await mailerTo(mailbox.smtpUrl).send({ ...mail, to })).toEqual({
      outcome: 'refused',
      reason: 'the address is none',
    });
    expect(await mailsIn(mailbox)).toEqual([]);
  });
});

describe('a mail that does not get through', () => {
  it('is refused for good where the server does not know the address', async () => {
    const mailbox = await startMailbox();
    await orderAnswers(mailbox, 'mails', { status: 550, times: 1 });
    const mailer = mailerTo(mailbox.smtpUrl);
    expect(await mailer.send(mail)).toEqual({
      outcome: 'refused',
      reason: '550 refused as ordered',
    });
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'sent' });
  });

  it('has failed where the server says later', async () => {
    const mailbox = await startMailbox();
    await orderAnswers(mailbox, 'mails', { status: 451, times: 1 });
    expect(await mailerTo(mailbox.smtpUrl).send(mail)).toEqual({
      outcome: 'failed',
      reason: '451 refused as ordered',
    });
  });

  it.each([
    ['its content', { '.': '554 looks like spam' }, 'refused', '554 looks like spam'],
    ['its content for now', { '.': '452 disk full' }, 'failed', '452 disk full'],
    ['our sender', { MAIL: '550 not from you' }, 'failed', '550 not from you'],
    ['our connection', { connect: '554 not from there' }, 'failed', '554 not from there'],
  ])('because of %s is %j', async (_, answers, outcome, reason) => {
    const { url } = await scripted(saying(answers));
    expect(await mailerTo(url).send(mail)).toEqual({ outcome, reason });
  });

  it('has failed without a word of our login where that is refused', async () => {
    const server = await scripted(
      saying({ EHLO: '250-hello\r\n250 AUTH PLAIN', AUTH: '535 no AHVzZXIAc2VjcmV0' }),
    );
    const url = server.url.replace('//', '//user:secret@');
    expect(await mailerTo(url).send(mail)).toEqual({
      outcome: 'failed',
      reason: 'the mail server refused our login',
    });
  });

  it('has failed where no server is', async () => {
    const server = await startScriptedSmtp();
    await server.stop();
    expect(await mailerTo(server.url.replace('//', '//user:secret@')).send(mail)).toEqual({
      outcome: 'failed',
      reason: 'the mail server was not reached',
    });
  });

  it('has failed where no such server is known', async () => {
    const delivery = await mailerTo('smtp://mail.invalid').send(mail);
    expect(delivery).toMatchObject({ outcome: 'failed' });
  });

  it('has failed where the server wants a password over a connection that is not encrypted', async () => {
    const server = await scripted(
      saying({ EHLO: '250-hello\r\n250 AUTH PLAIN', STARTTLS: '502 never' }),
    );
    // This machine by a name that does not say so.
    const url = server.url.replace('//127.0.0.1', '//user:secret@0.0.0.0');
    expect(await mailerTo(url).send(mail)).toEqual({ outcome: 'failed', reason: '502 never' });
    expect(server.lines.join('\n')).not.toContain('AUTH');
  });

  it.each([
    ['greets', { connect: undefined }, { greetingMs: 200 }],
    ['answers', { EHLO: undefined }, { socketMs: 200 }],
    ['answers to a recipient', { RCPT: undefined }, { socketMs: 200 }],
    ['confirms', { '.': undefined }, { socketMs: 200 }],
  ])('has failed in time where the server never %s', async (_, answers, limits) => {
    const { url } = await scripted(saying(answers));
    const mailer = mailerTo(url, { limits: { ...patient, ...limits } });
    expect(await mailer.send(mail)).toEqual({
      outcome: 'failed',
      reason: 'the mail server did not answer in time',
    });
  });

  it('has failed where the server talks on and on and never comes to the point', async () => {
    const server = await scripted(saying({ RCPT: '250-well' }));
    const mailer = mailerTo(server.url, { limits: { socketMs: 60_000, totalMs: 400 } });
    expect(await mailer.send(mail)).toEqual({
      outcome: 'failed',
      reason: 'it took too long, or the mailer was closed',
    });
  });

  it('has failed where the mailer is closed meanwhile', async () => {
    const server = await scripted(saying({ RCPT: undefined }));
    const mailer = mailerTo(server.url);
    const sending = mailer.send(mail);
    mailer.close();
    expect(await sending).toEqual({
      outcome: 'failed',
      reason: 'it took too long, or the mailer was closed',
    });
  });
});
