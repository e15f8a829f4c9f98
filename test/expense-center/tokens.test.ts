import { randomUUID } from 'node:crypto';
import { createToken } from '../../ledger/commands/create-token.js';
import {
  answered,
  startExpenseCenter,
  type Answered,
  type ExpenseCenterApp,
} from '../support/expense-center-app.js';
import { httpRequest } from '../support/http-request.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account } from '../support/records.js';

describe('tokens', () => {
  let system: LedgerSystem;
  let center: ExpenseCenterApp;

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords([account('own', '10.00'), account('foreign', '10.00')]);
    center = await startExpenseCenter({ ledger: system.ledger });
  });
  afterAll(async () => {
    await center.stop();
    await system.drop();
  });

  async function overview(authorization: string): Promise<Answered> {
    const url = '/api/v1/accounts/own';
    return answered(await httpRequest(center.origin, { url, headers: { authorization } }));
  }

  async function made(key: string = randomUUID()): Promise<{ secret: string; token: string }> {
    const body = { role: 'viewer', name: 'Ada', days: 1 };
    const answer = await center.ask('owner', '/accounts/own/tokens', { method: 'POST', key, body });
    const { secret, token } = answer.body as { secret: string; token: { token: string } };
    return { secret, token: token.token };
  }

  it('open nothing once they are revoked, and stay revoked', async () => {
    const { secret, token } = await made();
    expect(await overview(`Bearer ${secret}`)).toMatchObject({ status: 200 });
    const url = `/accounts/own/tokens/${token}`;
    const revoked = await center.ask('owner', url, { method: 'DELETE' });
    expect(revoked.body).toMatchObject({ token, revokedAt: expect.any(String) });
    expect(await overview(`Bearer ${secret}`)).toMatchObject({ status: 401 });
    const again = await center.ask('owner', url, { method: 'DELETE' });
    expect(again.body['revokedAt']).toBe(revoked.body['revokedAt']);
  });

  it('open nothing once their days are over', async () => {
    const { secret } = await made();
    await system.ledger.collections.tokens.updateMany(
      { name: 'Ada' },
      { $set: { expiresAt: system.ledger.now() } },
    );
    expect(await overview(`Bearer ${secret}`)).toMatchObject({ status: 401 });
  });

  it('that are wrong in whatever way are refused in the same words', async () => {
    const { secret } = await made();
    const wrong = [
      '',
      'Bearer',
      'Bearer x',
      `Bearer ${secret}x`,
      `Bearer ${secret.slice(0, -1)}`,
      `Basic ${secret}`,
      secret,
    ];
    const said = new Set<string>();
    for (const authorization of wrong) {
      const { status, headers, body } = await overview(authorization);
      said.add(
        JSON.stringify({ ...body, status, requestId: '', asks: headers['www-authenticate'] }),
      );
    }
    expect([...said]).toEqual([
      JSON.stringify({
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        detail: 'a valid bearer token is needed',
        requestId: '',
        asks: 'Bearer',
      }),
    ]);
  });

  it('show their secret once: asked again with the same key they are refused', async () => {
    const { token } = await made('the-key');
    const body = { role: 'viewer', name: 'Ada', days: 1 };
    const asked = { method: 'POST', key: 'the-key', body } as const;
    expect(await center.ask('owner', '/accounts/own/tokens', asked)).toMatchObject({
      status: 409,
      body: { code: 'refused', detail: expect.stringContaining(token) },
    });
    const other = { ...asked, body: { ...body, name: 'Bob' } };
    expect(await center.ask('owner', '/accounts/own/tokens', other)).toMatchObject({
      status: 409,
      body: { code: 'other-content' },
    });
  });

  it('leave their secret neither in the list, nor in the trail, nor in the database', async () => {
    const { secret } = await made();
    const list = await center.ask('owner', '/accounts/own/tokens');
    const trail = await center.ask('owner', '/accounts/own/commands?limit=1');
    expect(trail.body).toMatchObject({
      rows: [{ name: 'createToken', content: { role: 'viewer', name: 'Ada', days: 1 } }],
    });
    const stored = JSON.stringify([
      await system.ledger.collections.tokens.find().toArray(),
      await system.ledger.collections.commands.find().toArray(),
    ]);
    for (const text of [list.text, trail.text, stored]) expect(text).not.toContain(secret.slice(7));
    expect(list.text).not.toContain('hash');
  });

  it('say when they were last used', async () => {
    const { secret, token } = await made();
    const row = async (): Promise<object | undefined> => {
      const { body } = await center.ask('owner', '/accounts/own/tokens');
      return (body['rows'] as { token: string }[]).find((each) => each.token === token);
    };
    expect(await row()).not.toHaveProperty('lastUsedAt');
    await overview(`Bearer ${secret}`);
    expect(await row()).toMatchObject({ lastUsedAt: '2026-11-24T01:00:00.000Z' });
  });

  it('of an operator stand in the trail of the center', async () => {
    const actor = { id: 'command-line', name: 'Li', role: 'operator' } as const;
    const asked = { key: 'made-by-hand', actor };
    await createToken(system.ledger, asked, { role: 'operator', name: 'night shift', days: 1 });
    const { body } = await center.ask('operator', '/operations/commands?limit=1');
    expect(body).toMatchObject({
      rows: [{ name: 'createToken', content: { name: 'night shift' }, actor: { name: 'Li' } }],
    });
  });

  it.each([
    [{ role: 'operator', account: 'own' }],
    [{ role: 'viewer' }],
    [{ role: 'viewer', account: 'own', days: 731 }],
    [{ role: 'viewer', account: 'own', name: ' ' }],
  ] as const)('are not made of %j', async (part) => {
    const actor = { id: 'test', name: 'the test', role: 'operator' } as const;
    const asked = { key: randomUUID(), actor };
    const wanted = { name: 'x', days: 1, ...part };
    await expect(createToken(system.ledger, asked, wanted)).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('are each counted alone; who has none, or a wrong one, is counted by the address', async () => {
    const limited = await startExpenseCenter({ ledger: system.ledger, requestsPerMinute: 3 });
    let forged = 0;
    const byForged = (): Promise<Answered> =>
      limited.ask('nobody', '/accounts/own', {
        headers: { authorization: `Bearer settle_forged${forged++}` },
      });
    expect(await fourStatuses(byForged)).toEqual([401, 401, 401, 429]);
    expect(await limited.ask('nobody', '/accounts/own')).toMatchObject({ status: 429 });
    expect(await fourStatuses(() => limited.ask('viewer', '/accounts/own'))).toEqual([
      200, 200, 200, 429,
    ]);
    const owner = await limited.ask('owner', '/accounts/own');
    expect(owner).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '3' } });
    await limited.stop();
  });

  it('leave the ledger whole', async () => {
    expect(await system.audit()).toEqual([]);
  });
});

async function fourStatuses(asks: () => Promise<Answered>): Promise<number[]> {
  const found: number[] = [];
  for (let count = 0; count < 4; count++) found.push((await asks()).status);
  return found;
}
