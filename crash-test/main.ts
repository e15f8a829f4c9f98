import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { print, say } from '../client/say.js';
import { projectRoot } from '../configuration/project-root.js';
import { crashMatrix } from './crash-matrix.js';
import { recovered } from './crash-outcome.js';
import { crashPointNamed, crashPoints, type CrashPoint } from './crash-points.js';
import { sweep } from './sweep.js';

const usage = `npm run crash-test -- [--points NAME,NAME…] [--write FILE] [--list]

Kills workers and servers in the middle of billing cycles and proves that nothing of it can be seen
afterwards. All points: writes docs/crash-matrix.md. Some: writes only where --write says.`;

const published = join(projectRoot(), 'docs', 'crash-matrix.md');
const exitStatus = { recovered: 0, notRecovered: 1, badUsage: 2 } as const;

interface Request {
  /** Only to be answered. */
  say?: string;
  points: readonly CrashPoint[];
  file: string | undefined;
}

/** @throws where an option or a point is not known */
function readRequest(): Request {
  const { values } = parseArgs({
    options: {
      points: { type: 'string' },
      write: { type: 'string' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const points = values.points?.split(',').map(crashPointNamed) ?? crashPoints;
  const file = values.write ?? (values.points === undefined ? published : undefined);
  const names = points.map(({ name }) => name).join('\n');
  return {
    points,
    file,
    ...(values.list ? { say: names } : {}),
    ...(values.help ? { say: usage } : {}),
  };
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
    return exitStatus.recovered;
  }
  const { facts, outcomes } = await sweep(request.points);
  if (request.file !== undefined) await writeFile(request.file, crashMatrix(facts, outcomes));
  const well = outcomes.filter(recovered).length;
  say(`${well} of ${outcomes.length} points recovered`);
  return well === outcomes.length ? exitStatus.recovered : exitStatus.notRecovered;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    say(String(error));
    process.exit(exitStatus.notRecovered);
  },
);
