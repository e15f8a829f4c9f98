import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { settlementSteps } from '../domain/deduction-order.js';

/** `node floor-worker.js ADDRESS TASK_QUEUE`: a worker whose activities do nothing, until its parent ends it. */
async function main(): Promise<void> {
  const [address = '', taskQueue = ''] = process.argv.slice(2);
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: join(__dirname, 'floor-workflows.js'),
    activities: Object.fromEntries(settlementSteps.map(({ name }) => [name, nothing])),
    maxConcurrentActivityTaskExecutions: 16,
  });
  const stopped = worker.run();
  process.send?.('ready');
  await stopped;
  await connection.close();
}

async function nothing(accounts: number): Promise<number> {
  return accounts;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
