import { startServices, type Services } from '../../embedded/services.js';

declare global {
  var settleTestServices: Services | undefined;
}

/** One MongoDB for the whole run; each test file has a database of its own. */
export default async function setUp(): Promise<void> {
  const services = await startServices({ log: (line) => process.stderr.write(`${line}\n`) });
  globalThis.settleTestServices = services;
  process.env['TEST_MONGODB_URI'] = services.mongodbUri;
}
