import type { FastifyInstance, FastifyServerOptions } from 'fastify';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** Headers are not logged at all; should somebody log a request whole, its secrets still are not. */
const redact = ['authorization', 'cookie', 'payment-signature'].map(
  (name) => `req.headers["${name}"]`,
);

/** To standard error: standard output carries only what was asked for. */
export function loggerOf(level: LogLevel | undefined): FastifyServerOptions {
  if (level === undefined) return { logger: false };
  // One line a request, below, instead of two.
  return { logger: { level, redact, stream: process.stderr }, disableRequestLogging: true };
}

/** Each answer carries the number by which the log knows its request. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async ({ log, method, url, ip, principal }, reply) => {
    log.info(
      {
        method,
        path: url.split('?', 1)[0],
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        from: ip,
        ...(principal ? { token: principal.id } : {}),
      },
      'answered',
    );
  });
}
