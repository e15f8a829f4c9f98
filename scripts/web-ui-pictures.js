'use strict';
// By hand: `node scripts/web-ui-pictures.js [FOLDER]` settles a sample day with one damaged account on temporary
// services and photographs Temporal's Web UI for docs/images; with a FOLDER also the pages on the way there.

const { readFileSync } = require('node:fs');
const path = require('node:path');
const { launchBrowser, root, run, withServices } = require('./picture-services.js');

const { importInto } = require(path.join(root, 'dist/client/commands/import.js'));
const { runCycles } = require(path.join(root, 'dist/client/commands/run.js'));
const { writeSample } = require(path.join(root, 'dist/client/sample-file.js'));
const { withLedger } = require(path.join(root, 'dist/client/session.js'));

const day = '2026-11-22';
/** In the first cohort; the picture of a cohort is that of the second, which has no trouble. */
const damaged = 'acct-00007';
const environment = { COHORT_SIZE: '100', LOG_LEVEL: 'ERROR' };
const width = 1280;
const images = path.join(root, 'docs', 'images');

run(() =>
  withServices(environment, async ({ located, scratch }) => {
    await settleDamagedDay(located, scratch);
    await takePictures(located.temporalUiUrl, process.argv[2] ?? scratch);
  }),
);

/**
 * A manual edit of the database, a word where an amount belongs: that account parks.
 *
 * @param {object} located
 * @param {string} folder
 */
async function settleDamagedDay(located, folder) {
  const file = path.join(folder, 'sample.ndjson');
  await writeSample(file, { accounts: 300, seed: 1, day });
  await withLedger(located, async (ledger) => {
    await importInto(ledger, { files: [file] });
    const { accounts } = ledger.collections;
    await accounts.updateOne({ _id: damaged }, { $set: { cash: 'much' } });
  });
  await runCycles(located, { cycle: day });
}

/**
 * @param {string} ui
 * @param {string} folder for the pages as they are
 */
async function takePictures(ui, folder) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width, height: 1000 } });
    const take = (name, place) => photograph(page, { ui, file: path.join(folder, name), ...place });
    await take('list.png', { query: "SettlementState='parked'", seen: damaged });
    const cycle = { workflow: `cycle/CNY/${day}` };
    await take('cycle-details.png', { ...cycle, details: true, seen: 'bills' });
    await take('cycle-timeline.png', { ...cycle, seen: 'closeCycle' });
    const cohort = { workflow: `settlement/CNY/${day}/cohort/0002` };
    const details = await take('cohort-details.png', { ...cohort, details: true, seen: 'cash:' });
    const timeline = await take('cohort-timeline.png', {
      ...cohort,
      seen: 'recordArrears',
      from: 'Event History',
    });
    const alone = { workflow: `settlement/CNY/${day}/account/${damaged}` };
    const parked = await take('parked-details.png', { ...alone, details: true, seen: 'Parked' });
    await take('parked-timeline.png', { ...alone, seen: 'openSettlements' });
    await pile(page, [details, timeline], path.join(images, 'cohort.png'));
    await pile(page, [parked], path.join(images, 'parked.png'));
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('playwright-core').Page} page
 * @param {{ ui: string, file: string, query?: string, workflow?: string, details?: boolean, seen: string, from?: string }} place, `from`: what the picture begins with
 * @returns {Promise<string>} the file
 */
async function photograph(page, { ui, file, query, workflow, details = false, seen, from }) {
  const address = workflow
    ? `/${encodeURIComponent(workflow)}`
    : `?query=${encodeURIComponent(query)}`;
  await page.goto(`${ui}/namespaces/default/workflows${address}`);
  if (details) {
    await page.getByRole('tab', { name: 'User Metadata' }).click();
    // The Web UI shows the Markdown of a workflow in a frame, the current details in the last.
    await page.frameLocator('iframe').last().getByText(seen).first().waitFor();
  } else {
    await page.getByText(seen).first().waitFor();
  }
  const top = from === undefined ? 0 : await topOf(page, from);
  const { height } = page.viewportSize();
  const clip = { x: 0, y: top, width, height: height - top };
  await page.screenshot({ path: file, clip, animations: 'disabled' });
  console.log(file);
  return file;
}

/**
 * @param {import('playwright-core').Page} page
 * @param {string} text
 */
async function topOf(page, text) {
  const { y } = await page.getByText(text, { exact: true }).first().boundingBox();
  return Math.floor(y) - 10;
}

/**
 * One picture of several, one below another.
 *
 * @param {import('playwright-core').Page} page
 * @param {string[]} files
 * @param {string} picture
 */
async function pile(page, files, picture) {
  const shown = files.map(
    (file) => `<img src="data:image/png;base64,${readFileSync(file, 'base64')}" width="${width}">`,
  );
  await page.setContent(`<body style="margin:0;line-height:0">${shown.join('')}</body>`);
  await page.screenshot({ path: picture, fullPage: true });
  console.log(picture);
}
