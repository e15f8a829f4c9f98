import { readConfiguration, type Configuration } from '../../configuration/read-configuration';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function messaging(variables: NodeJS.ProcessEnv): Configuration['messaging'] {
  return readConfiguration(variables).messaging;
}

function secretOf(bytes: number): string {
  return `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
}

describe('how messages leave', () => {
  it('is not at all without a setting', () => {
    expect(messaging({})).toEqual({ webhooks: { urls: [], secrets: [] } });
    expect(messaging({ SMTP_URL: '', WEBHOOK_URLS: '' })).toEqual(messaging({}));
  });

  it.each([
    ['billing@example.com', { name: '', address: 'billing@example.com' }],
    ['Billing <billing@example.com>', { name: 'Billing', address: 'billing@example.com' }],
    ['"Ada, Billing" <b@localhost>', { name: 'Ada, Billing', address: 'b@localhost' }],
    [' 费用中心 <b@example.com> ', { name: '费用中心', address: 'b@example.com' }],
  ])('is by mail from %s', (MAIL_FROM, from) => {
    const SMTP_URL = 'smtps://user:p%40ss@mail.example.com:465';
    expect(messaging({ SMTP_URL, MAIL_FROM }).smtp).toEqual({ url: SMTP_URL, from });
  });

  it.each([
    'billing',
    'Billing',
    'a@b@c',
    'a b@example.com',
    'Billing <billing@example.com',
    'billing@example.com, eve@example.com',
    'Billing\r\nBcc: eve@example.com <a@example.com>',
    '<>',
  ])('is not from %j', (MAIL_FROM) => {
    expect(() => messaging({ SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM })).toThrow(
      'MAIL_FROM: must be an address, or a name and one: Billing <billing@example.com>',
    );
  });

  it('is not by mail from nobody', () => {
    expect(() => messaging({ SMTP_URL: 'smtp://127.0.0.1:25' })).toThrow(
      'MAIL_FROM: must be set where SMTP_URL is: who the mails are from',
    );
  });

  it.each([
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://user:s3cret@mail.example.com/path',
    'smtp://user:s3cret@mail.example.com?logger=true',
    'smtp://user:s3cret%zz@mail.example.com',
  ])('is not by mail over %s, and nothing of it is said', (SMTP_URL) => {
    const read = (): unknown => messaging({ SMTP_URL, MAIL_FROM: 'a@example.com' });
    expect(read).toThrow(
      'SMTP_URL: must be like smtp://user:password@host:587, or smtps://…, and no more',
    );
    expect(read).not.toThrow(/s3cret/);
  });

  it('is by webhooks to each address, signed with each secret', () => {
    const other = secretOf(64);
    expect(
      messaging({
        WEBHOOK_URLS: 'https://a.example.com/hooks?key=1, http://127.0.0.1:9000/,http://[::1]/x',
        WEBHOOK_SECRETS: `${secret} ,${other}`,
      }).webhooks,
    ).toEqual({
      urls: ['https://a.example.com/hooks?key=1', 'http://127.0.0.1:9000/', 'http://[::1]/x'],
      secrets: [secret, other],
    });
  });

  it.each([
    'http://a.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'https://user:s3cret@a.example.com',
    'https://a.example.com/#part',
    'ftp://a.example.com',
    'a.example.com',
    'https://a.example.com,https://a.example.com',
  ])('is not by webhooks to %s', (WEBHOOK_URLS) => {
    expect(() => messaging({ WEBHOOK_URLS, WEBHOOK_SECRETS: secret })).toThrow(
      'WEBHOOK_URLS: must be https addresses without a user or fragment, each once; http only on this machine',
    );
  });

  it('is not by webhooks that nobody can verify', () => {
    expect(() => messaging({ WEBHOOK_URLS: 'https://a.example.com' })).toThrow(
      'WEBHOOK_SECRETS: must be set where WEBHOOK_URLS is: what the webhooks are signed with',
    );
  });

  it.each([
    ['23 bytes', secretOf(23)],
    ['65 bytes', secretOf(65)],
    ['no bytes', 'whsec_'],
    ['another beginning', secretOf(24).replace('whsec_', 'secret_')],
    ['what is not base64', `${secretOf(24)}!`],
    ['a bad one after a good one', `${secret},whsec_c2hvcnQ=`],
  ])('is not by webhooks with a secret of %s, and nothing of it is said', (_, WEBHOOK_SECRETS) => {
    const read = (): unknown => messaging({ WEBHOOK_SECRETS });
    expect(read).toThrow(
      /^WEBHOOK_SECRETS: must be whsec_ and 24 to 64 bytes in base64; several with commas between$/,
    );
  });

  it.each([24, 25, 26, 64])('is by webhooks with a secret of %i bytes', (bytes) => {
    expect(messaging({ WEBHOOK_SECRETS: secretOf(bytes) }).webhooks.secrets).toHaveLength(1);
  });

  it.each([
    ['https://expenses.example.com/', 'https://expenses.example.com'],
    ['http://10.0.0.1:8088/center', 'http://10.0.0.1:8088/center'],
  ])('leads to the expense center at %s', (EXPENSE_CENTER_URL, expected) => {
    expect(messaging({ EXPENSE_CENTER_URL }).expenseCenterUrl).toBe(expected);
  });

  it.each([
    'expenses.example.com',
    'javascript:alert(1)',
    'https://a.example.com/?q',
    'https://u:p@a.b',
  ])('leads not to %s', (EXPENSE_CENTER_URL) => {
    expect(() => messaging({ EXPENSE_CENTER_URL })).toThrow(
      'EXPENSE_CENTER_URL: must be an http or https address without a user, query or fragment',
    );
  });
});
