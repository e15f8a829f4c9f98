import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parseAmount } from '../../domain/money';
import { composeMail, type ComposedMail } from '../../messaging/compose-mail';
import { chinese } from '../../messaging/texts/chinese';
import { english } from '../../messaging/texts/english';
import { cleared, instant, locked, mailedMessages, notice } from '../support/messages';

const golden = join(__dirname, '..', 'golden', 'mails');

const customers = {
  en: { name: 'Acme <b>&" Ltd', language: 'en', zone: 'UTC' },
  zh: { name: '杭州示例科技有限公司', language: 'zh', zone: 'Asia/Shanghai' },
} as const;

function mailOf(kind: string, language: 'en' | 'zh'): ComposedMail {
  const message = mailedMessages[kind];
  if (message === undefined) throw new Error(`there is no ${kind}`);
  const expenseCenterUrl = 'https://expenses.example.com';
  return composeMail({ message, customer: customers[language], expenseCenterUrl });
}

function subjectOf(message: Parameters<typeof composeMail>[0]['message']): string {
  return composeMail({ message, customer: { ...customers.en, name: 'Acme' } }).subject;
}

describe('a mail', () => {
  const kinds = Object.keys(mailedMessages);
  const languages = ['en', 'zh'] as const;

  it.each(kinds.flatMap((kind) => languages.map((language) => [kind, language] as const)))(
    'of %s in %s says what the golden file has',
    (kind, language) => {
      const { subject, text } = mailOf(kind, language);
      const expected = readFileSync(join(golden, `${kind}.${language}.txt`), 'utf8');
      expect(`Subject: ${subject}\n\n${text}`).toBe(expected);
    },
  );

  it.each(languages)('as HTML in %s is what the golden file has', (language) => {
    const expected = readFileSync(join(golden, `notice-last.${language}.html`), 'utf8');
    expect(mailOf('notice-last', language).html).toBe(expected);
  });

  it('leads nowhere where the expense center has no public address', () => {
    const { text, html } = composeMail({ message: notice(0), customer: customers.en });
    expect(text).not.toContain('http');
    expect(html).not.toContain('<a ');
    expect(text).not.toContain('Recharge now');
  });

  it('leads to the page of the account, however its id is written', () => {
    const message = notice(0, { account: 'acct "1"/2' });
    const { text, html } = composeMail({
      message,
      customer: customers.en,
      expenseCenterUrl: 'https://expenses.example.com/pay/',
    });
    const url = 'https://expenses.example.com/pay/accounts/acct%20%221%22%2F2/recharges';
    expect(text).toContain(url);
    expect(html).toContain(`href="${url}"`);
  });

  it.each([
    ['day 0 of 14', notice(0), 'Acme: ¥1,234.50 owed'],
    [
      'day 12 of 14',
      notice(12),
      'Acme: ¥1,234.50 still owed, workspaces lock at 2026-12-06 16:07 (UTC)',
    ],
    [
      'day 13 of 14',
      notice(13),
      'Acme: last notice before workspaces lock at 2026-12-06 16:07 (UTC)',
    ],
    [
      'day 0 of 1',
      notice(0, { lockAt: instant('2026-11-23T16:07:31.250Z') }),
      'Acme: last notice before workspaces lock at 2026-11-23 16:07 (UTC)',
    ],
  ])('on %s has the subject of its stage', (_, message, subject) => {
    expect(subjectOf(message)).toBe(subject);
  });

  it('says dollars of an account in dollars', () => {
    expect(subjectOf(locked({ currency: 'USD', overdraft: parseAmount('9999999.9') }))).toBe(
      'Acme: workspaces locked, $10,000,029.90 owed',
    );
  });

  it.each([
    ['Asia/Shanghai', '2026-12-07 00:07 (Asia/Shanghai, UTC+08:00)'],
    ['America/St_Johns', '2026-12-06 12:37 (America/St_Johns, UTC-03:30)'],
    ['UTC', '2026-12-06 16:07 (UTC)'],
  ])('says times in the zone %s', (zone, time) => {
    const { text } = composeMail({ message: notice(11), customer: { ...customers.en, zone } });
    expect(text).toContain(`Workspaces lock at: ${time}\n`);
  });

  it('fills every brace of every text', () => {
    for (const kind of kinds)
      for (const language of languages) {
        const { subject, text, html } = mailOf(kind, language);
        expect(subject + text + html).not.toMatch(/[{}]|undefined/);
      }
  });

  it('has the same values to fill in in both languages', () => {
    for (const [name, text] of Object.entries(english))
      expect([name, valuesOf(chinese[name as keyof typeof english])]).toEqual([
        name,
        valuesOf(text),
      ]);
  });
});

describe('a name of any kind', () => {
  const anyName = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '\r', '\n', '{name}', 'a', '$&') }),
  );
  const anyAmount = fc.bigInt({ min: 0n, max: 10n ** 20n }).map((cents) => {
    const digits = cents.toString().padStart(3, '0');
    return parseAmount(`${digits.slice(0, -2)}.${digits.slice(-2)}`);
  });

  it('is escaped in HTML, beside any amount', () => {
    fc.assert(
      fc.property(anyName, anyAmount, (name, overdraft) => {
        const { html } = composeMail({
          message: notice(11, { overdraft, account: name }),
          customer: { ...customers.en, name },
        });
        const tags = html.match(/<[^>]*>/g) ?? [];
        expect(tags.map((tag) => tag.replace(/ .*/s, '>'))).toEqual(tagsOfNotice);
        expect(html.replaceAll(/<[^>]*>|&#\d+;/g, '')).not.toMatch(/[<>&"']/);
      }),
    );
  });

  it('stays on one line of the subject', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const { subject } = composeMail({
          message: cleared(true),
          customer: { ...customers.en, name },
        });
        expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });

  it('is not read as a text of ours', () => {
    const name = '{owed} $& {name}';
    const { subject } = composeMail({ message: notice(0), customer: { ...customers.en, name } });
    expect(subject).toBe('{owed} $& {name}: ¥1,234.50 owed');
  });

  it('cannot begin a line or turn the text round', () => {
    const name = ' Acme\r\nBcc: eve@example.com\u202egnol\u2028 ';
    const { subject } = composeMail({
      message: cleared(false),
      customer: { ...customers.en, name },
    });
    expect(subject).toBe('Acme Bcc: eve@example.com gnol: nothing is owed any more');
  });
});

function valuesOf(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).toSorted();
}

const row = '<tr> <th> </th> <td> </td> </tr>';
const paragraph = '<p> </p>';
const tagsOfNotice = [
  '<!doctype> <html> <head> <meta> <meta> <meta> <title> </title> </head> <body> <div>',
  `${paragraph} ${paragraph} <table> ${row} ${row} ${row} ${row} ${row} ${row} </table>`,
  `${paragraph} ${paragraph} ${paragraph} ${paragraph} </div> </body> </html>`,
]
  .join(' ')
  .split(' ');
