import * as chart from '../../domain/chart-of-accounts.js';
import { commandHash } from '../commands/command-hash.js';
import type { AccountBooks } from './account-books.js';
import { fieldOf, textOf } from './command-fields.js';
import { expectSame, type Report } from './difference.js';

const check = 'command';

type Command = AccountBooks['commands'][number];

/** The entry that a command has made. */
interface Made {
  key: string;
  /** 'cash card:card-1 100.00'; undefined where another check proves them. */
  postings?: string[];
}

/** Every command is as it was given, and its entry says what it was answered with; each such entry has one. */
export function checkCommands(books: AccountBooks, report: Report): void {
  const entries = new Map(books.entries.map((entry) => [entry.key, entry]));
  for (const command of books.commands) {
    const { _id, account, key, name, hash, content } = command;
    const id = `commands ${_id}`;
    expectSame(report, { check, id, of: 'id', expected: `${account}/${key}`, found: _id });
    const expected = commandHash({ name, content });
    expectSame(report, { check, id, of: 'hash', expected, found: hash });
    checkEntry(command, entries, report);
    if (name === 'registerCloudAccount') checkRegistration(command, books, report);
  }
  const keyed = new Set(books.commands.map(({ name, key }) => `${name}/${key}`));
  for (const { _id, key } of books.entries) {
    const [name = ''] = key.split('/');
    if (Object.hasOwn(madeBy, name) && ownKey.has(name) && !keyed.has(key))
      report({ check, id: `entries ${_id}`, expected: `a command ${key}`, found: 'none' });
  }
}

/** Of these the entry carries the key of the command; those of the others may have several. */
const ownKey: ReadonlySet<string> = new Set([
  'buyCard',
  'grantVoucher',
  'activateVoucher',
  'payCloudArrears',
]);

const madeBy: Readonly<Record<string, (command: Command) => Made>> = {
  buyCard: ({ key, content, result }) => {
    const gift = fieldOf(result, 'gift');
    return {
      key: `buyCard/${key}`,
      postings: [
        `${chart.cash} ${chart.card(textOf(result, 'card'))} ${textOf(content, 'faceValue')}`,
        ...(gift === undefined
          ? []
          : [
              `${chart.promotion} ${chart.voucher(textOf(gift, 'voucher'))} ${textOf(gift, 'faceValue')}`,
            ]),
      ],
    };
  },
  grantVoucher: given,
  activateVoucher: given,
  payCloudArrears: ({ key, result }) => ({
    key: `payCloudArrears/${key}`,
    postings: [`${chart.cash} ${chart.cloudArrears} ${textOf(result, 'paid')}`],
  }),
  redeemOrder: ({ content }) => ({ key: `redeem/${textOf(content, 'order')}` }),
  confirmRecharge: ({ content }) => ({ key: `recharge/${textOf(content, 'recharge')}` }),
};

function given({ name, key, result }: Command): Made {
  const voucher = chart.voucher(textOf(result, 'voucher'));
  return {
    key: `${name}/${key}`,
    postings: [`${chart.promotion} ${voucher} ${textOf(result, 'faceValue')}`],
  };
}

function checkEntry(
  command: Command,
  entries: ReadonlyMap<string, AccountBooks['entries'][number]>,
  report: Report,
): void {
  const made = Object.hasOwn(madeBy, command.name) ? madeBy[command.name]?.(command) : undefined;
  if (!made) return;
  const id = `commands ${command._id}`;
  const entry = entries.get(made.key);
  if (!entry) {
    report({ check, id, expected: `an entry ${made.key}`, found: 'none' });
    return;
  }
  if (made.postings === undefined) return;
  const moved = entry.postings.map(({ debit, credit, amount }) => `${debit} ${credit} ${amount}`);
  const [expected, found] = [made.postings.join(', '), moved.join(', ')];
  expectSame(report, { check, id, of: 'in the ledger', expected, found });
  expectSame(report, { check, id, of: 'at', expected: entry.at, found: command.at });
}

function checkRegistration(
  { _id, content, result }: Command,
  { cloudAccounts }: AccountBooks,
  report: Report,
): void {
  const made = textOf(result, 'cloudAccount');
  const cloudAccount = cloudAccounts.find((each) => each._id === made);
  const said = ['provider', 'customer', 'instance'] as const;
  expectSame(report, {
    check,
    id: `commands ${_id}`,
    of: `cloudAccounts ${made}`,
    expected: said.map((field) => textOf(content, field)).join(' '),
    found: cloudAccount ? said.map((field) => cloudAccount[field]).join(' ') : 'none',
  });
}
