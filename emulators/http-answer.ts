import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './vendor-emulator.js';

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** The caller gets an ECONNRESET. */
export function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** The head promises the whole answer, the connection breaks in its middle. */
export async function sendHalf(
  response: ServerResponse,
  { status, headers, body }: Answer,
): Promise<void> {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  await new Promise<void>((resolve) => {
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => resolve());
  });
  response.socket?.destroy();
}

export async function drip(
  response: ServerResponse,
  { status, headers, body }: Answer,
  { bytes, everyMs, signal }: { bytes: number; everyMs: number; signal: AbortSignal },
): Promise<void> {
  const all = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': all.length });
  for (let from = 0; from < all.length && !response.destroyed; from += bytes) {
    response.write(all.subarray(from, from + bytes));
    await pause(everyMs, undefined, { signal });
  }
  response.end();
}

export function htmlAnswer(status: number): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n</body>\r\n</html>\r\n`,
  };
}

export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
