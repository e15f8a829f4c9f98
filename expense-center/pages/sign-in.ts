import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { principalOf } from '../authenticate.js';
import { textsIn } from './open-visit.js';
import { readSentForm } from './form-sent.js';
import { Layout } from './parts/layout.js';
import { SignInMain } from './parts/sign-in-main.js';
import { sendHtml } from './send-page.js';
import { beginSession, endSession, keepLanguage, languageOf, visitorOf } from './session.js';
import { sayIn } from './texts/say.js';
import type { PageContext } from './visit.js';

const hidden = { schema: { hide: true } };
/** Of one address: tokens are too long to be guessed, this only spares the database. */
const fewTries = { ...hidden, config: { rateLimit: { max: 30, timeWindow: '1 minute' } } };

/** How a visitor comes in, goes out and chooses a language. */
export function addSignIn(app: FastifyInstance, { ledger }: PageContext): void {
  app.get('/', hidden, async (request, reply) => {
    const visitor = await visitorOf(ledger, request);
    if (!visitor) return reply.redirect('/sign-in', 303);
    const { account } = visitor;
    const home = account === undefined ? '/operations' : `/accounts/${encodeURIComponent(account)}`;
    return reply.redirect(home, 303);
  });
  app.get('/sign-in', hidden, (request, reply) => {
    const { back } = textsIn(request.query);
    return showSignIn(request, reply, { back: localPath(back) });
  });
  app.post('/sign-in', fewTries, async (request, reply) => {
    const { values } = readSentForm(request.body);
    const { token = '', back } = values;
    const principal = /^[\w-]{1,200}$/.test(token) ? await principalOf(ledger, token) : undefined;
    if (!principal)
      return showSignIn(request, reply.code(401), { back: localPath(back), refused: true });
    beginSession(request, reply, token);
    return reply.redirect(localPath(back), 303);
  });
  app.post('/sign-out', hidden, (request, reply) => {
    endSession(request, reply);
    return reply.redirect('/sign-in', 303);
  });
  app.post('/language', hidden, (request, reply) => {
    const { language, back } = readSentForm(request.body).values;
    if (language === 'en' || language === 'zh') keepLanguage(request, reply, language);
    return reply.redirect(localPath(back), 303);
  });
}

function showSignIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { back, refused = false }: { back: string; refused?: boolean },
): FastifyReply {
  const language = languageOf(request);
  const say = sayIn(language);
  const main = h(SignInMain, { say, back, refused });
  const path = '/sign-in';
  return sendHtml(reply, render(h(Layout, { language, title: say('sign-in'), path }, main)));
}

/** Nobody is sent to another site. */
function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/';
}
