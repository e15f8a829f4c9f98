'use strict';

// Jest loads this outside its module mapping, so it takes the built servers, as the tests take the built worker.
const { startServices } = require('../../dist/embedded/services.js');

/** One MongoDB for the whole run; each test file has a database of its own. */
module.exports = async function setUp() {
  const services = await startServices({ log: (line) => process.stderr.write(`${line}\n`) });
  globalThis.settleTestServices = services;
  process.env.TEST_MONGODB_URI = services.mongodbUri;
};
