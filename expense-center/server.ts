import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { Ledger } from '../ledger/ledger-context.js';
import { addPages } from './pages/add-pages.js';
import type { TemporalUi } from './pages/visit.js';
import { addPaymentNotices } from './payment-notices.js';
import { answerProblems } from './problem.js';
import { addOperation } from './route.js';
import { operations } from './routes/operations-of-all.js';

export interface ExpenseCenterOptions {
  ledger: Ledger;
  /** Without it no payment notice is taken. */
  paymentNoticeSecret?: string | undefined;
  /** Requests a minute of one token, or of one address without one. */
  requestsPerMinute?: number;
  log?: boolean;
  /** The browsable page of the API. */
  docs?: boolean;
  /** Where operators see workflows; without it nothing leads there. */
  temporalUi?: TemporalUi | undefined;
}

const mostBytes = 64 * 1024;

/** The HTTP API and the pages of the expense center; `ready` and `listen` are the caller's. */
export async function buildExpenseCenter(options: ExpenseCenterOptions): Promise<FastifyInstance> {
  const {
    ledger,
    paymentNoticeSecret,
    requestsPerMinute = 600,
    log = false,
    docs = false,
    temporalUi,
  } = options;
  const app = Fastify({
    bodyLimit: mostBytes,
    logger: log && { level: 'warn', redact: ['req.headers.authorization', 'req.headers.cookie'] },
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  keepRawBodies(app);
  await app.register(helmet, {
    contentSecurityPolicy: { directives: contentSecurity },
    // With none at all browsers hide where a form comes from from ourselves, too.
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: ({ headers, ip }) => headers.authorization ?? ip,
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Expense center',
        version: '1.0.0',
        description: 'Money and bills of customers. Amounts are strings, times ISO 8601 in UTC.',
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  if (docs) {
    // Loaded only where it is shown: its files are large.
    const { default: swaggerUi } = await import('@fastify/swagger-ui');
    await app.register(swaggerUi, { routePrefix: '/api/docs' });
  }
  await app.register(
    async (api) => {
      for (const one of operations) addOperation(api, ledger, one);
      if (paymentNoticeSecret !== undefined)
        addPaymentNotices(api, { ledger, secret: paymentNoticeSecret });
      api.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
    },
    { prefix: '/api/v1' },
  );
  await addPages(app, { ledger, temporalUi });
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
