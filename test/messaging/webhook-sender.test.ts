import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { webhookData } from '../../messaging/webhook-data';
import { createWebhookSender } from '../../messaging/webhook-sender';
import {
  orderAnswers,
  otherSecret,
  runMailboxes,
  webhookSecret,
  webhooksIn,
} from '../support/mailbox-running';
import { instant, notice } from '../support/messages';
import {
  deadEndpoint,
  startVendorServer,
  type SeenRequest,
  type VendorAnswer,
  type VendorServer,
} from '../support/vendor-server';

const startMailbox = runMailboxes();

const message = {
  id: 'arrears/acct-00001/2026-11-22T16:07:31.250Z/11',
  type: 'arrears.notice',
  at: instant('2026-12-03T16:07:31.250Z'),
  data: webhookData(notice(11)),
} as const;

const sender = createWebhookSender({ secrets: [webhookSecret] });

const servers: VendorServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function listener(
  answerTo: (request: SeenRequest, nth: number) => VendorAnswer,
): Promise<VendorServer> {
  const server = await startVendorServer(answerTo);
  servers.push(server);
  return server;
}

function signedHeaders(request: SeenRequest | undefined): Record<string, string> {
  return request?.headers as Record<string, string>;
}

describe('a webhook', () => {
  it('is a signed POST of its type, time and data', async () => {
    const { endpoint, requests } = await listener(() => ({ text: 'thanks\n' }));
    const before = Math.floor(Date.now() / 1_000);
    expect(await sender.send({ url: `${endpoint}/hooks?a=1` }, message)).toEqual({
      outcome: 'sent',
      answer: '200 thanks',
    });
    const [request] = requests;
    expect(request).toMatchObject({ method: 'POST', url: '/hooks?a=1' });
    expect(request?.body.toString()).toBe(
      '{"type":"arrears.notice","timestamp":"2026-12-03T16:07:31.250Z","data":' +
        '{"account":"acct-00001","currency":"CNY","owed":"1234.50","overdraft":"1204.50","cloudArrears":"30.00",' +
        '"owedSince":"2026-11-22T16:07:31.250Z","day":11,"lockAt":"2026-12-06T16:07:31.250Z"}}',
    );
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'arrears/acct-00001/2026-11-22T16:07:31.250Z/11',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
    const sentAt = Number(request?.headers['webhook-timestamp']);
    expect(sentAt - before).toBeGreaterThanOrEqual(0);
    expect(sentAt - before).toBeLessThan(60);
  });

  it('is verified by what the library gives its listeners', async () => {
    const { endpoint, requests } = await listener(() => ({ text: '' }));
    await sender.send({ url: endpoint }, message);
    const [request] = requests;
    const body = request?.body.toString() ?? '';
    const verified = new Webhook(webhookSecret).verify(body, signedHeaders(request));
    expect(verified).toMatchObject({ type: 'arrears.notice', data: { owed: '1234.50', day: 11 } });
    const verify = (secret: string, text: string): unknown =>
      new Webhook(secret).verify(text, signedHeaders(request));
    expect(() => verify(otherSecret, body)).toThrow('No matching signature found');
    expect(() => verify(webhookSecret, body.replace('1234.50', '1234.51'))).toThrow(
      'No matching signature found',
    );
  });

  it('is verified under each secret while one takes the place of another', async () => {
    const { endpoint, requests } = await listener(() => ({ text: '' }));
    const both = createWebhookSender({ secrets: [otherSecret, webhookSecret] });
    await both.send({ url: endpoint }, message);
    const [request] = requests;
    expect(request?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
    for (const secret of [webhookSecret, otherSecret])
      expect(new Webhook(secret).verify(request?.body ?? '', signedHeaders(request))).toMatchObject(
        { type: 'arrears.notice' },
      );
  });

  it('is taken by the sink with its secret, and refused with another', async () => {
    const mailbox = await startMailbox();
    const to = { url: mailbox.webhookUrl };
    expect(await sender.send(to, message)).toEqual({ outcome: 'sent', answer: '204' });
    const stranger = createWebhookSender({ secrets: [otherSecret] });
    expect(await stranger.send(to, message)).toEqual({
      outcome: 'failed',
      reason: '401 {"status":401}',
    });
    expect(await webhooksIn(mailbox)).toMatchObject([
      { isVerified: false, status: 401 },
      {
        isVerified: true,
        status: 204,
        id: 'arrears/acct-00001/2026-11-22T16:07:31.250Z/11',
        type: 'arrears.notice',
        timestamp: '2026-12-03T16:07:31.250Z',
        data: { account: 'acct-00001', owed: '1234.50' },
      },
    ]);
  });
});

describe('the example of docs/messages.md', () => {
  it('is signed with the secret it names', () => {
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'messages.md'), 'utf8');
    const headerOf = (name: string): string =>
      new RegExp(`^${name}: (.+)$`, 'm').exec(page)?.[1] ?? '';
    const body = /^\{"type":.+\}$/m.exec(page)?.[0] ?? '';
    const secret = /signed with `(whsec_\S+)`/.exec(page)?.[1] ?? '';
    const sentAt = new Date(Number(headerOf('webhook-timestamp')) * 1_000);
    expect(new Webhook(secret).sign(headerOf('webhook-id'), sentAt, body)).toBe(
      headerOf('webhook-signature'),
    );
    expect(JSON.parse(body)).toEqual({
      type: 'arrears.notice',
      timestamp: '2026-12-03T16:07:31.250Z',
      data: webhookData(notice(11)),
    });
  });
});

describe('a webhook that is not taken', () => {
  it.each([
    [400, 'failed'],
    [404, 'failed'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ])('because of status %i has %s', async (status, outcome) => {
    const mailbox = await startMailbox();
    await orderAnswers(mailbox, 'webhooks', { status, times: 1 });
    expect(await sender.send({ url: mailbox.webhookUrl }, message)).toEqual({
      outcome,
      reason: `${status} {"status":${status}}`,
    });
    expect(await sender.send({ url: mailbox.webhookUrl }, message)).toMatchObject({
      outcome: 'sent',
    });
  });

  it('because its listener is gone is refused for good', async () => {
    const mailbox = await startMailbox();
    await orderAnswers(mailbox, 'webhooks', { status: 410, times: 1 });
    expect(await sender.send({ url: mailbox.webhookUrl }, message)).toEqual({
      outcome: 'refused',
      reason: '410 gone {"status":410}',
    });
  });

  it.each([301, 302, 303, 307, 308])(
    'because of a redirect (%i) follows it not',
    async (status) => {
      const elsewhere = await listener(() => ({ text: 'taken' }));
      const { endpoint } = await listener(() => ({
        text: '',
        status,
        headers: { location: elsewhere.endpoint },
      }));
      expect(await sender.send({ url: endpoint }, message)).toEqual({
        outcome: 'failed',
        reason: status.toString(),
      });
      expect(elsewhere.connections()).toBe(0);
    },
  );

  it('because nobody listens has failed, with no word of the address', async () => {
    const url = `${await deadEndpoint()}/hooks/token`;
    expect(await sender.send({ url }, message)).toEqual({
      outcome: 'failed',
      reason: 'no answer: ECONNREFUSED',
    });
  });

  it('because the connection breaks has failed', async () => {
    const { endpoint } = await listener(() => 'reset');
    expect(await sender.send({ url: endpoint }, message)).toEqual({
      outcome: 'failed',
      reason: 'no answer: UND_ERR_SOCKET',
    });
  });

  it('because its listener never answers has failed in time', async () => {
    const { endpoint, requests } = await listener(() => 'silence');
    const hasty = createWebhookSender({ secrets: [webhookSecret], timeoutMs: 300 });
    expect(await hasty.send({ url: endpoint }, message)).toEqual({
      outcome: 'failed',
      reason: 'no answer in time',
    });
    expect(requests).toHaveLength(1);
  });

  it('says nothing of a token in the path, which servers like to quote', async () => {
    const { endpoint } = await listener(({ url }) => ({
      text: `Cannot POST ${url}`,
      status: 404,
    }));
    expect(await sender.send({ url: `${endpoint}/hooks/token?key=secret` }, message)).toEqual({
      outcome: 'failed',
      reason: '404 Cannot POST …',
    });
  });
});

describe('an answer to a webhook', () => {
  it('that never ends has been sent, by its status', async () => {
    const { endpoint } = await listener(() => 'drip');
    const hasty = createWebhookSender({ secrets: [webhookSecret], timeoutMs: 300 });
    expect(await hasty.send({ url: endpoint }, message)).toEqual({
      outcome: 'sent',
      answer: '200',
    });
  });

  it('is read a little and kept shorter still', async () => {
    const { endpoint } = await listener(() => ({ text: `a\n\tb${'c'.repeat(5_000_000)}` }));
    const delivery = await sender.send({ url: endpoint }, message);
    expect(delivery).toEqual({ outcome: 'sent', answer: `200 a b${'c'.repeat(192)}…` });
  });
});
