import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSample } from '../client/sample-file.js';
import { print, say } from '../client/say.js';
import { projectRoot } from '../embedded/project-root.js';
import { crashMatrix } from './crash-matrix.js';
import { recovered } from './crash-outcome.js';
import { crashPointNamed, crashPoints } from './crash-points.js';
import { sweep } from './sweep.js';

const usage = `npm run crash-test -- [--points NAME,NAME…] [--write FILE] [--list]

Kills workers and servers in the middle of billing cycles and proves that nothing of it can be seen
afterwards. All points: writes docs/crash-matrix.md. Some: writes only where --write says.`;

const published = join(projectRoot(), 'docs', 'crash-matrix.md');
const data = { accounts: 120, seed: 7, day: '2026-11-22' };

/** @returns the exit status: 1 where a point did not recover, 2 for bad usage */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      points: { type: 'string' },
      write: { type: 'string' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    await print(usage);
    return 0;
  }
  if (values.list) {
    for (const { name } of crashPoints) await print(name);
    return 0;
  }
  const points = values.points?.split(',').map(crashPointNamed) ?? crashPoints;
  const file = values.write ?? (values.points === undefined ? published : undefined);
  const folder = await mkdtemp(join(tmpdir(), 'settle-crash-data-'));
  try {
    const path = join(folder, 'sample.ndjson');
    await writeSample(path, data);
    const { facts, outcomes } = await sweep(points, { ...data, file: path });
    if (file !== undefined) await writeFile(file, crashMatrix(facts, outcomes));
    const well = outcomes.filter(recovered).length;
    say(`${well} of ${outcomes.length} points recovered`);
    return well === outcomes.length ? 0 : 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    const isUsage = error instanceof RangeError || error instanceof TypeError;
    say(isUsage ? `${error.message}\n\n${usage}` : String(error));
    process.exit(isUsage ? 2 : 1);
  },
);
