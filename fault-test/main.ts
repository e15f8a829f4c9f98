import { parseArgs } from 'node:util';
import { print, say } from '../client/say.js';
import { drill, drillLine, type DrillOptions } from './drill.js';
import type { FaultCase } from './fault-case.js';
import { faultCaseNamed, faultCases } from './fault-cases.js';
import { faultMatrix } from './fault-matrix.js';
import { holds } from './outcome-cells.js';
import { publishedPage, writeDrill, writeMatrix } from './published-page.js';
import { runMatrix, untilEarlyInTheHour } from './run-matrix.js';

const usage = `npm run fault-test -- [--cases NAME,NAME…] [--write FILE] [--list]
npm run fault-test -- --drill CHARGES [--seed SEED] [--write FILE]

Lets the vendors of cloud charges go wrong in every way they know, kills workers that send, and
proves that the vendors bill what the ledger says. All cases and drills: write docs/fault-matrix.md.
Some cases: write only where --write says.`;

const exitStatus = { held: 0, didNotHold: 1, badUsage: 2 } as const;
/** A drill wants some time in which Alibaba Cloud takes the last hour. */
const lastMinuteForDrills = 45;

interface Request {
  /** Only to be answered. */
  say?: string;
  cases: readonly FaultCase[];
  drill?: DrillOptions;
  file: string | undefined;
}

/** @throws where an option or a case is not known */
function readRequest(): Request {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string' },
      drill: { type: 'string' },
      seed: { type: 'string' },
      write: { type: 'string' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const cases = values.cases?.split(',').map(faultCaseNamed) ?? faultCases;
  const file = values.write ?? (values.cases === undefined ? publishedPage : undefined);
  const names = cases.map(({ name, what }) => `${name}: ${what}`).join('\n');
  return {
    cases,
    file,
    ...(values.drill === undefined
      ? {}
      : { drill: { charges: numberIn(values.drill), seed: numberIn(values.seed ?? '1') } }),
    ...(values.list ? { say: names } : {}),
    ...(values.help ? { say: usage } : {}),
  };
}

function numberIn(text: string): number {
  if (!/^[0-9]{1,6}$/.test(text)) throw new RangeError(`not a number: ${text}`);
  return Number(text);
}

async function main(): Promise<number> {
  let request: Request;
  try {
    request = readRequest();
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return exitStatus.badUsage;
  }
  if (request.say !== undefined) {
    await print(request.say);
    return exitStatus.held;
  }
  return request.drill ? runDrill(request.drill, request.file) : runCases(request);
}

async function runCases({ cases, file }: Request): Promise<number> {
  const { facts, outcomes } = await runMatrix(cases);
  if (file !== undefined) writeMatrix(file, faultMatrix(facts, outcomes));
  const well = outcomes.filter(holds).length;
  say(`${well} of ${outcomes.length} cases held`);
  return well === outcomes.length ? exitStatus.held : exitStatus.didNotHold;
}

async function runDrill(options: DrillOptions, file: string | undefined): Promise<number> {
  await untilEarlyInTheHour(lastMinuteForDrills);
  const outcome = await drill(options);
  const line = drillLine(outcome);
  await print(line);
  if (file !== undefined) writeDrill(file, line);
  return outcome.problems.length === 0 ? exitStatus.held : exitStatus.didNotHold;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    say(String(error));
    process.exit(exitStatus.didNotHold);
  },
);
