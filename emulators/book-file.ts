import {
  closeSync,
  createReadStream,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Delivery } from './books.js';

export interface BookFile {
  append(deliveries: readonly Delivery[]): void;
  close(): void;
}

const lineFeed = 0x0a;

/** Append-only NDJSON, a delivery a line; every line that is there already is read first. */
export async function openBookFile(
  path: string,
  onDelivery: (delivery: Delivery) => void,
): Promise<BookFile> {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  cutTornLine(file);
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this file is written below, nowhere else
  for await (const line of lines) onDelivery(JSON.parse(line) as Delivery);
  return {
    // Synchronous: a delivery that was answered must be found by whoever starts after a kill.
    append: (deliveries) => {
      writeSync(file, deliveries.map((each) => `${JSON.stringify(each)}\n`).join(''));
    },
    close: () => closeSync(file),
  };
}

/** A kill in the middle of a write leaves half a line, of a request that nobody got an answer to. */
function cutTornLine(file: number): void {
  let end = fstatSync(file).size;
  const byte = Buffer.alloc(1);
  while (end > 0) {
    readSync(file, byte, 0, 1, end - 1);
    if (byte[0] === lineFeed) break;
    end -= 1;
  }
  ftruncateSync(file, end);
}
