import { readConfiguration } from '../configuration/read-configuration.js';
import { startWorker } from '../worker/start-worker.js';
import { crashPointNamed } from './crash-points.js';
import { watchForMoment } from './watch-for-moment.js';

/** Long enough for the sweep to kill whom it means to while this worker stands at its moment. */
const standStillMs = 500;

/** A worker like any other, but for its last moment, or that of a server: `crashing-worker.js POINT`. */
async function main(): Promise<void> {
  const point = crashPointNamed(process.argv[2] ?? '');
  const configuration = readConfiguration(process.env);
  const { mongodbUri, temporal } = configuration;
  const { address } = temporal;
  if (mongodbUri === undefined || address === undefined) throw new Error('addresses are missing');
  const strike = point.blow === 'worker-killed' ? killMyself : standStill;
  const worker = await startWorker({
    configuration: {
      ...configuration,
      mongodbUri: `${mongodbUri}&monitorCommands=true`,
      temporal: { ...temporal, address },
    },
    log: () => undefined,
    adjust: watchForMoment(point.moment, strike),
  });
  process.once('SIGTERM', () => worker.shutdown());
  process.once('disconnect', () => worker.shutdown());
  process.send?.('ready');
  await worker.stopped;
}

function killMyself(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Tells the sweep, and does nothing at all until it has had its time. */
function standStill(): void {
  process.send?.('struck');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, standStillMs);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`crashing worker: ${String(error)}\n`);
    process.exit(1);
  },
);
