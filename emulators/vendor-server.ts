import { setMaxListeners } from 'node:events';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerControl, isControl, type Controlled } from './control-requests.js';
import { jsonAnswer, send } from './http-answer.js';
import { readBody } from './read-body.js';
import { serveRequest, type Serving } from './serve-request.js';
import type { ReceivedRequest } from './vendor-emulator.js';

export interface VendorServer {
  readonly address: string;
  stop(): Promise<void>;
}

export interface VendorServerOptions extends Controlled, Pick<Serving, 'vendor' | 'latencyMs'> {
  port: number;
  /** For the Date header, by which clients correct their clocks. */
  wallClock: () => Date;
  /** Awaited before a request is judged: the subscribers may have to be read again. */
  beforeRequest?: (() => Promise<void>) | undefined;
}

const loopback = '127.0.0.1';

/** Longer than clients keep a connection they do not use: none is closed under a request by accident. */
const keepAliveMs = 120_000;

/** Alibaba Cloud's SDK sends its 100 entries in the query. */
const mostHeaderBytes = 128 * 1024;

export async function startVendorServer(options: VendorServerOptions): Promise<VendorServer> {
  const stopped = new AbortController();
  // Every request that waits listens, and there may be any number of them.
  setMaxListeners(0, stopped.signal);
  const serving = { ...options, signal: stopped.signal };
  const settings = { keepAliveTimeout: keepAliveMs, maxHeaderSize: mostHeaderBytes };
  const server = createServer(settings, (request, response) => {
    response.sendDate = false;
    response.setHeader('date', options.wallClock().toUTCString());
    handle(serving, request, response).catch((error: unknown) => {
      if (stopped.signal.aborted) return;
      // A fault of the emulator, not one that was ordered: it must not look like a vendor's.
      process.stderr.write(`emulator of ${options.provider}: ${String(error)}\n`);
      if (!response.headersSent) send(response, jsonAnswer(599, { error: String(error) }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, loopback, resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port, not on a pipe
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://${loopback}:${port}`,
    async stop() {
      stopped.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handle(
  serving: Serving & Controlled & Pick<VendorServerOptions, 'beforeRequest'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  const isOfControl = isControl(path);
  if (!isOfControl && serving.faults.isOut(serving.provider)) {
    response.socket?.destroy();
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    response.socket?.destroy();
    return;
  }
  const { method = 'GET', headers } = request;
  const received: ReceivedRequest = { id: randomUUID(), method, path, query, headers, body };
  if (isOfControl) return send(response, answerControl(serving, received));
  await serving.beforeRequest?.();
  return serveRequest(serving, received, response);
}
