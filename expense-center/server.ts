import { randomUUID } from 'node:crypto';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance } from 'fastify';
import type { ResolveCharge } from '../ledger/commands/resolve-charge.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { identifyCallers } from './authenticate.js';
import { ringAfterWrites, type WakeFollowUp } from './follow-up-bell.js';
import { describeApi } from './open-api.js';
import { addPages } from './pages/add-pages.js';
import type { TemporalUi } from './pages/visit.js';
import { addPaymentNotices } from './payment-notices/add-payment-notices.js';
import { addProblemPages, answerProblems } from './problem.js';
import { loggerOf, logRequests, type LogLevel } from './request-log.js';
import { addOperation } from './route.js';
import { operations } from './routes/operations-of-all.js';

export interface ExpenseCenterOptions {
  ledger: Ledger;
  /** Without it no payment notice is taken. */
  paymentNoticeSecret?: string | undefined;
  /** Takes an operator's answer to the workflow of a charge; without it none is taken. */
  resolveCharge?: ResolveCharge | undefined;
  /** Without it, what commands leave to be told waits for the next billing cycle. */
  wakeFollowUp?: WakeFollowUp | undefined;
  /** Requests a minute of one token, or of one address without one. */
  requestsPerMinute?: number;
  /** What is written to standard error; without it nothing. `info` has a line for each request. */
  logLevel?: LogLevel | undefined;
  /** The browsable page of the API. */
  docs?: boolean;
  /** Where operators see workflows; without it nothing leads there. */
  temporalUi?: TemporalUi | undefined;
}

const mostBytes = 64 * 1024;
const closeWithinMs = 5_000;

/** The HTTP API and the pages of the expense center; `ready` and `listen` are the caller's. */
export async function buildExpenseCenter(options: ExpenseCenterOptions): Promise<FastifyInstance> {
  const { ledger, paymentNoticeSecret, resolveCharge, wakeFollowUp, temporalUi } = options;
  const { requestsPerMinute = 600, logLevel, docs = false } = options;
  const app = Fastify({
    bodyLimit: mostBytes,
    ...loggerOf(logLevel),
    genReqId: () => randomUUID(),
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
  });
  answerProblems(app);
  keepRawBodies(app);
  logRequests(app);
  closeInTime(app);
  if (wakeFollowUp) ringAfterWrites(app, { ledger, wakeFollowUp });
  await app.register(helmet, {
    contentSecurityPolicy: { directives: contentSecurity },
    // With none at all browsers hide where a form comes from from ourselves, too.
    referrerPolicy: { policy: 'same-origin' },
  });
  identifyCallers(app, ledger);
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: ({ principal, ip }) => principal?.id ?? ip,
  });
  await describeApi(app, { docs });
  await app.register(
    async (api) => {
      for (const one of operations) addOperation(api, { ledger, resolveCharge }, one);
      if (paymentNoticeSecret !== undefined)
        addPaymentNotices(api, { ledger, secret: paymentNoticeSecret });
    },
    { prefix: '/api/v1' },
  );
  addProblemPages(app);
  await addPages(app, { ledger, temporalUi, resolveCharge });
  return app;
}

/** Nothing from elsewhere, and nobody frames it. */
const contentSecurity = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};

/** Requests under way are answered; whoever reads an answer too slowly does not hold the end up. */
function closeInTime(app: FastifyInstance): void {
  app.addHook('preClose', (done) => {
    setTimeout(() => app.server.closeAllConnections(), closeWithinMs).unref();
    done();
  });
}

/** Signatures are over the bytes of a body, which its JSON does not give back. */
function keepRawBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    request.rawBody = text;
    void parse(request, text, done);
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    rawBody?: string;
  }
}
