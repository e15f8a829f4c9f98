'use strict';
// By hand: `node scripts/expense-center-pictures.js [FOLDER]` settles a customer's month on temporary services and
// photographs the pages of the expense center for docs/images, or into FOLDER.

const { writeFileSync } = require('node:fs');
const path = require('node:path');
const { at, lastDays, storyRecords } = require('./expense-center-story.js');
const { launchBrowser, root, run, withServices } = require('./picture-services.js');

const { importInto } = require(path.join(root, 'dist/client/commands/import.js'));
const { runCycles } = require(path.join(root, 'dist/client/commands/run.js'));
const { serveExpenseCenter } = require(path.join(root, 'dist/client/expense-center.js'));
const { withLedger } = require(path.join(root, 'dist/client/session.js'));
const commands = path.join(root, 'dist/ledger/commands');
const { confirmRecharge } = require(path.join(commands, 'confirm-recharge.js'));
const { redeemOrder } = require(path.join(commands, 'redeem-order.js'));
const { requestRecharge } = require(path.join(commands, 'request-recharge.js'));
const { createToken } = require(path.join(commands, 'create-token.js'));

const environment = { LOG_LEVEL: 'ERROR', EXPENSE_CENTER_PORT: '0' };
const days = lastDays(30);
const voucherDay = days[8];

/** Whose page, what it is called, and how it is looked at. */
const pictures = [
  { who: 'lumen', url: '/accounts/lumen', name: 'overview' },
  { who: 'lumen', url: '/accounts/lumen', name: 'overview-dark-zh', dark: true, language: 'zh' },
  { who: 'harbor', url: '/accounts/harbor', name: 'arrears' },
  { who: 'harbor', url: '/accounts/harbor', name: 'arrears-narrow', width: 390 },
  { who: 'lumen', url: '/accounts/lumen/bills', name: 'bills', height: 900 },
  { who: 'lumen', url: `/accounts/lumen/bills/${voucherDay}/lines/1/7`, name: 'why' },
  { who: 'lumen', url: '/accounts/lumen/cards', name: 'cards', fill: ['Face value (CNY)', '150'] },
  { who: 'lumen', url: '/accounts/lumen/workspaces', name: 'workspaces' },
  { who: 'operator', url: '/operations/recharges', name: 'pending-recharges' },
  { who: 'operator', url: '/operations/cycles', name: 'cycles', height: 900 },
];

run(() =>
  withServices(environment, async ({ located, scratch }) => {
    const served = await serveExpenseCenter(located);
    try {
      await settleMonth(located, path.join(scratch, 'story.ndjson'));
      const tokens = await withLedger(located, tellStory);
      const folder = process.argv[2] ?? path.join(root, 'docs', 'images');
      await takePictures({ address: served.address, tokens, folder });
    } finally {
      await served.stop();
    }
  }),
);

/**
 * @param {object} located
 * @param {string} file
 */
async function settleMonth(located, file) {
  writeFileSync(
    file,
    storyRecords(days)
      .map((record) => JSON.stringify(record))
      .join('\n'),
  );
  await withLedger(located, async (ledger) => {
    await importInto(ledger, { files: [file] });
  });
  for (const cycle of days) await runCycles(located, { cycle });
}

/**
 * What people did, and their tokens. Harbor's clock is set back: it has owed for eleven days.
 *
 * @param {object} ledger
 * @returns {Promise<Record<string, string>>}
 */
async function tellStory(ledger) {
  const actor = { id: 'token-story', name: 'Ada Chen', role: 'owner' };
  const command = (account, key) => ({ account, key, actor, from: '10.0.0.7' });
  const [paid] = [
    await requestRecharge(ledger, command('lumen', 'ask-1'), { amount: '2000.00' }),
    await requestRecharge(ledger, command('lumen', 'ask-2'), { amount: '5000.00' }),
    await requestRecharge(ledger, command('harbor', 'ask-1'), { amount: '1500.00' }),
  ];
  const reference = 'ICBC-20261126-0093';
  const confirmation = { recharge: paid.recharge, reference };
  await confirmRecharge(ledger, command('lumen', 'confirm'), confirmation);
  const order = { customer: '0f3a9c7d5b2e48169d04c1a2b3e5f607', order: 'CS2611180942001' };
  await redeemOrder(ledger, command('lumen', 'redeem'), order);
  const [arrearsSince, noticed] = [-11.4, -0.4].map((day) => at(day).replace('Z', '.000Z'));
  const course = [
    { day: 0, at: arrearsSince },
    { day: 11, at: noticed },
  ];
  const clock = { arrearsSince, course };
  await ledger.collections.accounts.updateOne({ _id: 'harbor' }, { $set: clock });
  const owner = { role: 'owner', name: 'Ada Chen', days: 30 };
  const tokens = {};
  for (const account of ['lumen', 'harbor', 'nimbus'])
    tokens[account] = (
      await createToken(ledger, command(account, 'token'), { account, ...owner })
    ).secret;
  const operator = await createToken(ledger, command('*', 'token'), {
    role: 'operator',
    name: 'Li Wei',
    days: 30,
  });
  return { ...tokens, operator: operator.secret };
}

/** @param {{ address: string, tokens: Record<string, string>, folder: string }} options */
async function takePictures({ address, tokens, folder }) {
  const browser = await launchBrowser();
  try {
    for (const picture of pictures) {
      const file = path.join(folder, `expense-center-${picture.name}.png`);
      await photograph(browser, { ...picture, address, token: tokens[picture.who], file });
      console.log(file);
    }
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {{ address: string, token: string, url: string, file: string, dark?: boolean, language?: string, width?: number, height?: number, fill?: string[] }} picture, `height`: only so much of the page; `fill`: a field that is sent, and what is wrong with it
 */
async function photograph(browser, picture) {
  const { address, token, url, file, dark, language = 'en', width = 1280, height, fill } = picture;
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height: height ?? 700 },
    colorScheme: dark ? 'dark' : 'light',
  });
  await context.addCookies([
    { name: 'settle-session', value: token, url: address },
    { name: 'settle-language', value: language, url: address },
  ]);
  const page = await context.newPage();
  await page.goto(url);
  if (fill) {
    await page.getByLabel(fill[0]).fill(fill[1]);
    await page.getByLabel(fill[0]).press('Enter');
    await page.locator('.field-error').waitFor();
  }
  await page.screenshot({ path: file, fullPage: height === undefined, animations: 'disabled' });
  await context.close();
}
