import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { problemOf } from '../problem.js';
import { ErrorMain } from './parts/error-main.js';
import { Layout } from './parts/layout.js';
import { visitOf } from './open-visit.js';
import { sendHtml } from './send-page.js';
import { languageOf, visitorOf } from './session.js';
import { sayIn } from './texts/say.js';
import type { PageContext } from './visit.js';

/** Errors as pages; what nobody foresaw says nothing of itself. */
export function answerErrorPages(app: FastifyInstance, context: PageContext): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { status, detail = '', cause } = problemOf(error);
    if (status >= 500) request.log.error({ err: cause }, 'a page failed');
    return sendError(context, request, reply, { status, title: detail });
  });
  app.get('/*', { schema: { hide: true } }, async (request, reply) =>
    // The API answers what it does not have itself.
    request.url.startsWith('/api/')
      ? reply.callNotFound()
      : sendError(context, request, reply, { status: 404, title: '' }),
  );
}

async function sendError(
  context: PageContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, title: reason }: { status: number; title: string },
): Promise<FastifyReply> {
  // The database may be what failed: then the page is shown as to somebody unknown.
  const principal = await visitorOf(context.ledger, request).catch(() => undefined);
  const language = languageOf(request);
  const say = sayIn(language);
  const visit = principal ? visitOf(context, request, { principal }) : undefined;
  const main = h(ErrorMain, { say, status, reason, requestId: request.id });
  const title = say(titleOf(status));
  return sendHtml(
    reply.code(status),
    render(h(Layout, { visit, language, title, path: '/' }, main)),
  );
}

function titleOf(
  status: number,
): 'error.404' | 'error.403' | 'error.400' | 'error.429' | 'error.500' {
  switch (status) {
    case 404:
      return 'error.404';
    case 403:
    case 401:
      return 'error.403';
    case 429:
      return 'error.429';
    default:
      return status < 500 ? 'error.400' : 'error.500';
  }
}
