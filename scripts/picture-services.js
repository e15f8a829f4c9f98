'use strict';
// What the scripts that take pictures share: temporary services with a worker, and a browser.

const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { chromium } = require('playwright-core');

const root = path.resolve(__dirname, '..');
const { startWorkerProcess } = require(path.join(root, 'dist/client/worker-process.js'));
const { readConfiguration } = require(path.join(root, 'dist/configuration/read-configuration.js'));
const { chromiumArguments, findChromium } = require(
  path.join(root, 'dist/embedded/find-chromium.js'),
);
const { startServices } = require(path.join(root, 'dist/embedded/services.js'));

/**
 * @param {Record<string, string>} environment of the worker
 * @param {(of: { located: object, scratch: string }) => Promise<void>} work
 */
async function withServices(environment, work) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'settle-pictures-'));
  const services = await startServices({ log: console.log });
  try {
    const configuration = readConfiguration(environment);
    const located = {
      ...configuration,
      mongodbUri: services.mongodbUri,
      temporal: { ...configuration.temporal, address: services.temporalAddress },
      temporalUiUrl: services.temporalUiUrl,
    };
    const worker = await startWorkerProcess(located, environment);
    try {
      await work({ located, scratch });
    } finally {
      await worker.stop();
    }
  } finally {
    await services.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Runs what a script is there for, and says what went wrong. @param {() => Promise<void>} main */
function run(main) {
  main().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}

function launchBrowser() {
  return chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] });
}

module.exports = { launchBrowser, root, run, withServices };
