'use strict';
// What the pictures of the expense center show: a customer's month, one who owes, and one who has only come.

const dayLength = 86_400_000;

/** The last `count` days that are over in Shanghai, oldest first. @param {number} count */
function lastDays(count) {
  const today = Date.now() + 8 * 3_600_000;
  return Array.from({ length: count }, (_, index) =>
    new Date(today - (count - index) * dayLength).toISOString().slice(0, 10),
  );
}

/** @param {number} days from now */
function at(days) {
  return new Date(Date.now() + days * dayLength).toISOString().replace(/\.\d+/, '');
}

/** What the items of a workspace cost on a usual day. */
const usual = {
  'lumen-production': {
    'time-series': 41.2,
    logs: 62.35,
    traces: 18.9,
    'page-views': 11.4,
    'session-replay': 6.25,
    profiles: 3.1,
    'data-forwarding': 2.8,
    sms: 4.2,
  },
  'lumen-staging': { 'time-series': 9.6, logs: 12.05, 'dial-testing': 2.4 },
  'lumen-hong-kong': { logs: 21.7, traces: 7.35, 'network-hosts': 16, sms: 1.8 },
  'harbor-main': { 'time-series': 22.5, logs: 31.8, sms: 6.4 },
};

/** Weekends are quiet, and no two days alike; the same for the same day. @param {string} day @param {number} index */
function factor(day, index) {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const wave = Math.sin(Number(day.slice(8)) * 1.7 + index * 2.3) * 0.22;
  return (weekday === 0 || weekday === 6 ? 0.55 : 1) + wave;
}

/** @param {readonly string[]} days */
function bills(days) {
  return days.flatMap((day) =>
    Object.entries(usual).map(([workspace, items]) => ({
      kind: 'bill',
      workspace,
      day,
      lines: Object.entries(items).map(([item, amount], index) => ({
        item,
        amount: (amount * factor(day, index)).toFixed(3),
      })),
    })),
  );
}

const enterprise = { method: 'enterprise' };
const cloudAccount = 'lumen-alibaba';

const accounts = [
  {
    kind: 'account',
    id: 'lumen',
    name: 'Lumen Robotics',
    cash: '12860.00',
    email: 'billing@lumen.example',
  },
  { kind: 'account', id: 'harbor', name: 'Harbor Freight Online', cash: '610.00' },
  { kind: 'account', id: 'nimbus', name: 'Nimbus Studio' },
].map((each) => ({ ...each, currency: 'CNY' }));

const workspaces = [
  {
    kind: 'cloudAccount',
    id: cloudAccount,
    account: 'lumen',
    provider: 'alibaba-cloud',
    customer: '1808429650112233',
    instance: 'lumen-observability',
  },
  { id: 'lumen-production', account: 'lumen', site: 'cn1', settlement: enterprise },
  { id: 'lumen-staging', account: 'lumen', site: 'cn2', settlement: enterprise },
  {
    id: 'lumen-hong-kong',
    account: 'lumen',
    site: 'cn6',
    settlement: { method: 'cloud', cloudAccount },
  },
  { id: 'harbor-main', account: 'harbor', site: 'cn4', settlement: enterprise },
].map((each) => ({ kind: 'workspace', ...each }));

const voucher = { kind: 'voucher', account: 'lumen' };
const card = { kind: 'storedValueCard', account: 'lumen' };

function instruments() {
  return [
    {
      ...voucher,
      id: 'spring-campaign',
      type: 'ordinary',
      faceValue: '800.00',
      balance: '800.00',
      expiresAt: at(40),
    },
    {
      ...voucher,
      id: 'welcome',
      type: 'ordinary',
      faceValue: '300.00',
      balance: '180.00',
      expiresAt: at(-20),
    },
    {
      ...voucher,
      id: 'daily-200',
      type: 'full-reduction',
      faceValue: '1000.00',
      balance: '1000.00',
      minSpend: '200.00',
      expiresAt: at(60),
    },
    {
      ...voucher,
      id: 'big-day',
      type: 'full-reduction',
      faceValue: '500.00',
      balance: '500.00',
      minSpend: '5000.00',
      singleUse: true,
      expiresAt: at(90),
    },
    {
      ...card,
      id: 'card-2026-0117',
      faceValue: '1000.00',
      balance: '940.00',
      purchaseType: 'cash',
      purchasedAt: at(-70),
    },
    {
      ...card,
      id: 'card-2026-0203',
      faceValue: '500.00',
      balance: '500.00',
      purchaseType: 'partner',
      purchasedAt: at(-35),
      expiresAt: at(200),
    },
    {
      kind: 'huaweiOrder',
      order: 'CS2611180942001',
      customer: '0f3a9c7d5b2e48169d04c1a2b3e5f607',
      currency: 'CNY',
      cards: 2,
      faceValue: '100.00',
    },
  ];
}

/** Import records of all of it. @param {readonly string[]} days */
function storyRecords(days) {
  return [...accounts, ...workspaces, ...instruments(), ...bills(days)];
}

module.exports = { at, lastDays, storyRecords };
