import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Log } from './find-program.js';
import { withProgressLines } from './progress-lines.js';

const CONNECT_TIMEOUT_MS = 8_000;
const STALL_TIMEOUT_MS = 30_000;
const MEGABYTE = 1_000_000;

/** True when something answers there, whatever it says. Bounded, so that a blocked network costs seconds. */
export async function canReach(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS) });
    return true;
  } catch {
    return false;
  }
}

/** Fetches a file; gives up when nothing comes for a while, never because the whole takes long. */
export async function download(options: {
  url: string;
  file: string;
  title: string;
  log: Log;
}): Promise<void> {
  const abort = new AbortController();
  let gaveUp: Error | undefined;
  const giveUp = (reason: string) => () => {
    gaveUp = new Error(reason);
    abort.abort();
  };
  let timer = setTimeout(giveUp('no answer'), CONNECT_TIMEOUT_MS);
  try {
    const response = await fetch(options.url, { signal: abort.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const total = Number(response.headers.get('content-length') ?? 0);
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        clearTimeout(timer);
        timer = setTimeout(giveUp('the download stopped'), STALL_TIMEOUT_MS);
        done(null, chunk);
      },
    });
    const body = Readable.from(response.body);
    await withProgressLines(
      options.log,
      () => `${options.title}: ${megabytes(received)}${total > 0 ? ` of ${megabytes(total)}` : ''}`,
      async () => pipeline(body, count, createWriteStream(options.file), { signal: abort.signal }),
    );
  } catch (error) {
    throw gaveUp ?? error;
  } finally {
    clearTimeout(timer);
  }
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}
