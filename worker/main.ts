import pino from 'pino';
import { readConfiguration } from '../configuration/read-configuration.js';
import { startWorker } from './start-worker.js';

const log = pino({ name: 'worker' }, pino.destination({ dest: 2, sync: true }));

/** A worker on its own: `node dist/worker/main.js`, with the addresses in the environment. */
async function main(): Promise<void> {
  const configuration = readConfiguration(process.env);
  const { mongodbUri, temporal } = configuration;
  const { address } = temporal;
  if (mongodbUri === undefined || address === undefined) {
    throw new Error('set MONGODB_URI and TEMPORAL_ADDRESS, or run `npm start`, which starts both');
  }
  const worker = await startWorker({
    configuration: { ...configuration, mongodbUri, temporal: { ...temporal, address } },
    log: (line) => log.warn(line),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => worker.shutdown());
  // Whoever started it has died: end like at SIGTERM.
  process.once('disconnect', () => worker.shutdown());
  process.send?.('ready');
  await worker.stopped;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    log.fatal(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
