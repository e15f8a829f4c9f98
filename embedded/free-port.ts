import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** The wished port, or any free one where it is busy (or 0). */
export async function freePort(wished: number): Promise<number> {
  return (await tryPort(wished)) ?? (await tryPort(0)) ?? noPort();
}

async function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(taken));
    });
  });
}

function noPort(): never {
  throw new Error(`no free port on ${LOOPBACK}`);
}
