import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { addAssets } from './assets.js';
import { accountPages } from './customer/account-pages.js';
import { addExports } from './customer/exports.js';
import { answerErrorPages } from './error-page.js';
import { operatorPages } from './operator/operator-pages.js';
import { addPage } from './page-route.js';
import { addSignIn } from './sign-in.js';
import { checkOrigin } from './session.js';
import type { PageContext } from './visit.js';

const mostFormBytes = 16 * 1024;

/** The pages of the expense center, beside its API: no page needs a script, and none another server. */
export async function addPages(app: FastifyInstance, context: PageContext): Promise<void> {
  await app.register(async (pages) => {
    await pages.register(formbody, { bodyLimit: mostFormBytes });
    answerErrorPages(pages, context);
    pages.addHook('onRequest', async (request, reply) => {
      if (request.method === 'POST') checkOrigin(request);
      reply.header('cache-control', 'no-store');
    });
    addSignIn(pages, context);
    addExports(pages, context);
    for (const page of accountPages) addPage(pages, context, { page, ofAccount: true });
    for (const page of operatorPages) addPage(pages, context, { page, ofAccount: false });
  });
  addAssets(app);
}
