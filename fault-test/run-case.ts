import { setTimeout as pause } from 'node:timers/promises';
import { followCycle, startCycleRun } from '../client/run-cycle.js';
import type { WorkerProcess } from '../client/worker-process.js';
import type { CrashServers } from '../crash-test/crash-servers.js';
import type { CrashingWorker } from '../crash-test/crashing-worker-process.js';
import { within } from '../crash-test/within.js';
import { waitUntil } from '../embedded/wait-until.js';
import { decidedAt, endingOf, readChains } from './chains.js';
import { customerOf, day, type Customer } from './customers.js';
import type { FaultCase } from './fault-case.js';
import { Operator } from './operator.js';
import { productNames, products, type ProductName } from './products.js';
import { prove } from './proof.js';
import { onStage, type Stage } from './stage.js';
import { untilAtRest, untilTried } from './until-at-rest.js';
import { VendorBooks } from './vendor-books.js';

/** How the charges of one product ended. */
export interface ProductOutcome {
  product: ProductName;
  endings: string[];
  /** From the start of the cycle to the last decision; undefined where nothing was to be decided. */
  seconds: number | undefined;
}

export interface CaseOutcome {
  faultCase: FaultCase;
  products: ProductOutcome[];
  problems: string[];
}

const usuallyOfEach = 3;
const comesWithinSeconds = 150;
/** For a worker that goes on: whatever it still does, it does at once. */
const standsAgainMs = 4_000;

/** One thing goes wrong in one cycle; then what is left is compared with the vendors' books. */
export async function runCase(
  servers: CrashServers,
  faultCase: FaultCase,
  number: number,
): Promise<CaseOutcome> {
  const customers = customersOfCase(faultCase);
  const { timeoutMs } = faultCase;
  const name = `fault-${number}`;
  const options = { name, customers, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  return onStage(servers, options, async (stage) => {
    stage.emulators.faults.add(faultCase.orders(customers));
    if (faultCase.vendorsAway) await stage.takeVendorsAway();
    const operator = new Operator(stage);
    const startedAt = Date.now();
    const problems: string[] = [];
    await play(stage, faultCase, operator).catch((error: unknown) => {
      problems.push(error instanceof Error ? error.message : String(error));
    });
    const hidden = ({ product }: Customer) => faultCase.outOfSight?.[product.name];
    problems.push(...operator.troubles, ...(await prove(stage, hidden)));
    const outcomes = await outcomesOf(stage, startedAt);
    return {
      faultCase,
      products: outcomes,
      problems: [...outcomes.flatMap((each) => surprises(each, faultCase)), ...problems],
    };
  });
}

function customersOfCase({
  endings,
  amount,
  subscribed,
  customersOfEach = usuallyOfEach,
}: FaultCase): Customer[] {
  return products
    .filter(({ name }) => endings[name] !== undefined)
    .flatMap((product) =>
      Array.from({ length: customersOfEach }, (_, number) =>
        customerOf(product, number, {
          amount: amount ?? `${number + 1}2.3${number}`,
          subscribed: subscribed ?? true,
        }),
      ),
    );
}

async function play(stage: Stage, faultCase: FaultCase, operator: Operator): Promise<void> {
  const { kill, stop } = faultCase;
  const doomed =
    kill !== undefined && kill !== 'when-recorded'
      ? await stage.startDoomedWorker(kill, 'SIGKILL')
      : undefined;
  const standing = stop === undefined ? undefined : await stage.startDoomedWorker(stop, 'SIGSTOP');
  const worker = (doomed ?? standing) ? undefined : await stage.startWorker();
  const cycles = startCycles(stage);
  // Whoever is to be killed may be the one that the end of a cycle waits for.
  cycles.catch(() => undefined);
  if (faultCase.until === 'tried') await endTheFault(stage, faultCase);
  if (worker && kill === 'when-recorded') await killWhenRecorded(stage, worker, faultCase);
  if (standing) {
    await untilClaimed(stage);
    await stage.startWorker();
  }
  if (doomed) await outlive(stage, doomed, operator);
  await within(cycles, { seconds: comesWithinSeconds, what: 'the end of the cycles' });
  await untilAtRest(stage, operator, comesWithinSeconds);
  if (standing) {
    standing.kill('SIGCONT');
    await pause(standsAgainMs);
  }
}

async function endTheFault(stage: Stage, { vendorsAway }: FaultCase): Promise<void> {
  await untilTried(stage, comesWithinSeconds);
  stage.emulators.faults.clear();
  if (vendorsAway) await stage.bringVendorsBack();
}

/** The operator is there from the beginning: a worker may die of what he says. */
async function outlive(stage: Stage, doomed: CrashingWorker, operator: Operator): Promise<void> {
  const decided = untilAtRest(stage, operator, comesWithinSeconds);
  // What keeps the operator from answering is told at once, not the moment that it keeps from coming.
  const lastMoment = Promise.race([doomed.exited, decided.then(() => doomed.exited)]);
  const { signal } = await within(lastMoment, { seconds: 90, what: 'the worker’s last moment' });
  if (signal !== 'SIGKILL') throw new Error('the worker ended, but not by its blow');
  await stage.startWorker();
  await decided;
}

async function killWhenRecorded(
  stage: Stage,
  worker: WorkerProcess,
  { recorded: wanted = stage.customers.length }: FaultCase,
): Promise<void> {
  const recorded = (): boolean => new VendorBooks(stage).all.length >= wanted;
  const timeoutMs = comesWithinSeconds * 1_000;
  if (!(await waitUntil(recorded, { timeoutMs })))
    throw new Error('not every charge comes to the books');
  if (worker.pid !== undefined) process.kill(worker.pid, 'SIGKILL');
  await worker.exited;
  await stage.startWorker();
}

async function untilClaimed({ ledger, customers }: Stage): Promise<void> {
  const claimed = async (): Promise<boolean> =>
    (await ledger.collections.cloudCharges.countDocuments({ state: 'sending' })) ===
    customers.length;
  if (!(await waitUntil(claimed, { timeoutMs: comesWithinSeconds * 1_000 })))
    throw new Error('the charges are not claimed');
}

/** The cycle of each currency, to its end. */
export async function startCycles({ client, customers }: Stage): Promise<void> {
  const currencies = new Set(customers.map(({ product }) => product.currency));
  await Promise.all(
    [...currencies].map(async (currency) =>
      followCycle(await startCycleRun(client, { currency, day }), () => undefined),
    ),
  );
}

async function outcomesOf(stage: Stage, startedAt: number): Promise<ProductOutcome[]> {
  const chains = await readChains(stage.ledger);
  return productNames.flatMap((product) => {
    const customers = stage.customers.filter((each) => each.product.name === product);
    if (customers.length === 0) return [];
    const ends = customers.map(({ id }) => chains.get(id));
    const times = ends.flatMap((chain) => (chain && decidedAt(chain)) ?? []);
    return {
      product,
      endings: ends.map((chain) => (chain ? endingOf(chain) : 'settlement parked')),
      seconds: times.length === 0 ? undefined : (Math.max(...times) - startedAt) / 1_000,
    };
  });
}

function surprises({ product, endings }: ProductOutcome, faultCase: FaultCase): string[] {
  const expected = faultCase.endings[product] ?? [];
  const isAsExpected = endings.every((ending, index) => {
    const wanted = typeof expected === 'string' ? expected : (expected[index] ?? '');
    return ending === wanted || ending.startsWith(`${wanted}, `);
  });
  const wanted = typeof expected === 'string' ? expected : expected.join('; ');
  return isAsExpected ? [] : [`${product}: ${endings.join('; ')} in place of ${wanted}`];
}
