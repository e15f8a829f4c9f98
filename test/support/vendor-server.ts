import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  method: string;
  /** Path and query as they came. */
  url: string;
  headers: IncomingHttpHeaders;
  /** The bytes of the body as they came. */
  body: Buffer;
}

export type VendorAnswer =
  | { json: unknown; status?: number; headers?: Record<string, string> }
  | { text: string; status?: number; headers?: Record<string, string> }
  /** Closes the connection after all of the request was read. */
  | 'reset'
  /** Reads the request and never answers. */
  | 'silence'
  /** Begins to answer and adds a space every 20 ms, for ever. */
  | 'drip'
  /** Announces more of an answer than it sends. */
  | { half: string };

export interface VendorServer {
  endpoint: string;
  /** Every request that was read, in order. */
  requests: SeenRequest[];
  /** Also those that were not read. */
  connections: () => number;
  stop: () => Promise<void>;
}

export const html = { text: '<html><body>502 Bad Gateway</body></html>', status: 502 };

/**
 * A vendor on this machine that answers as it is told, request by request. `resetUnread` closes every
 * connection once the head of a request came, without reading its body.
 */
export async function startVendorServer(
  answerTo: (request: SeenRequest, nth: number) => VendorAnswer,
  { resetUnread = false }: { resetUnread?: boolean } = {},
): Promise<VendorServer> {
  const requests: SeenRequest[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let connections = 0;
  let failure: unknown;
  const server = createServer((incoming, response) => {
    if (resetUnread) {
      incoming.destroy();
      return;
    }
    answer(incoming, response).catch((error: unknown) => {
      failure = error;
      incoming.destroy();
    });
  });
  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers,
      body: await buffer(incoming),
    };
    requests.push(seen);
    write(response, answerTo(seen, requests.length), timers);
  }
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      if (failure) throw failure;
    },
  };
}

/** An address on which nothing listens any more. */
export async function deadEndpoint(): Promise<string> {
  const server = await startVendorServer(() => 'silence');
  await server.stop();
  return server.endpoint;
}

function write(response: ServerResponse, answer: VendorAnswer, timers: Set<NodeJS.Timeout>): void {
  if (answer === 'silence') return;
  if (answer === 'reset') {
    response.socket?.destroy();
  } else if (answer === 'drip') {
    response.writeHead(200, { 'content-type': 'application/json' });
    timers.add(setInterval(() => response.write(' '), 20));
  } else if ('half' in answer) {
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer.half) + 100,
    });
    response.write(answer.half, () => response.socket?.destroy());
  } else {
    const body = 'json' in answer ? JSON.stringify(answer.json) : answer.text;
    response.writeHead(answer.status ?? 200, {
      'content-type': 'json' in answer ? 'application/json' : 'text/html',
      ...answer.headers,
    });
    response.end(body);
  }
}
