import type { IncomingMessage } from 'node:http';

const usualMostBytes = 8 * 1024 * 1024;

/** @returns undefined where it is longer than that, by default what no vendor takes, or where the caller went away */
export async function readBody(
  request: IncomingMessage,
  mostBytes = usualMostBytes,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > mostBytes) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => resolve(undefined));
    request.once('close', () => resolve(undefined));
  });
}
