import { generateSample } from '../../sample/generate-sample.js';
import { CommandError, exitStatus } from '../exit-status.js';
import { print } from '../say.js';

export const sampleDay = '2026-11-22';
export const sampleSeed = 1;

export interface SampleOptions {
  accounts: number;
  seed: number;
  day: string;
}

/** Lines are printed so many at a time: one write a line would be slow. */
const linesAtOnce = 200;

export async function sampleCommand(options: SampleOptions): Promise<number> {
  checkSample(options);
  let lines: string[] = [];
  for (const line of generateSample(options)) {
    lines.push(line);
    if (lines.length < linesAtOnce) continue;
    await print(lines.join('\n'));
    lines = [];
  }
  if (lines.length > 0) await print(lines.join('\n'));
  return exitStatus.done;
}

function checkSample({ accounts, seed }: SampleOptions): void {
  if (!Number.isSafeInteger(accounts) || accounts < 1) {
    throw new CommandError('--accounts: must be a whole number of at least 1', exitStatus.badUsage);
  }
  if (!Number.isSafeInteger(seed))
    throw new CommandError('--seed: must be a whole number', exitStatus.badUsage);
}
