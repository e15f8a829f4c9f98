import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { generateSample } from '../sample/generate-sample.js';

export async function writeSample(
  path: string,
  options: { accounts: number; seed: number; day: string },
): Promise<void> {
  const file = createWriteStream(path);
  for (const line of generateSample(options)) {
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}
