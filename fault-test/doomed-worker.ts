import { readConfiguration } from '../configuration/read-configuration.js';
import { startWorker } from '../worker/start-worker.js';
import { blowNamed } from './moments.js';
import { strikeAt } from './strike-at.js';

/** A worker like any other, but for one moment: `doomed-worker.js MOMENT/SIGNAL`. */
async function main(): Promise<void> {
  const { moment, blow } = blowNamed(process.argv[2] ?? '');
  const configuration = readConfiguration(process.env);
  const { mongodbUri, temporal } = configuration;
  const { address } = temporal;
  if (mongodbUri === undefined || address === undefined) throw new Error('addresses are missing');
  const worker = await startWorker({
    configuration: {
      ...configuration,
      mongodbUri: `${mongodbUri}&monitorCommands=true`,
      temporal: { ...temporal, address },
    },
    log: () => undefined,
    adjust: strikeAt(moment, () => process.kill(process.pid, blow)),
  });
  process.once('SIGTERM', () => worker.shutdown());
  process.once('disconnect', () => worker.shutdown());
  process.send?.('ready');
  await worker.stopped;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`doomed worker: ${String(error)}\n`);
    process.exit(1);
  },
);
