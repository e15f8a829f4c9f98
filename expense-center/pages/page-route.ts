import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../ledger/documents.js';
import { authorize } from '../authenticate.js';
import { RequestError } from '../problem.js';
import { parseFields, readSentForm, refusalIn, refusedForm } from './form-sent.js';
import { openVisit, textsIn, type Opened } from './open-visit.js';
import type { FormDefinition, FormOutcome, PageDefinition } from './page-definition.js';
import { sendPage } from './send-page.js';
import {
  urlWith,
  type AccountVisit,
  type PageContext,
  type RefusedForm,
  type Visit,
} from './visit.js';

interface Placed {
  page: PageDefinition | PageDefinition<AccountVisit>;
  ofAccount: boolean;
}

/** Puts a page and its forms on the server. */
export function addPage(app: FastifyInstance, context: PageContext, placed: Placed): void {
  const { ofAccount } = placed;
  // Only what is about an account is opened with one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const page = placed.page as PageDefinition;
  const url = ofAccount ? `/accounts/:account${page.url}` : page.url;
  const open = (request: FastifyRequest, role: Role): Promise<Opened> =>
    openVisit(context, request, { role, ofAccount });
  app.get(url, { schema: { hide: true } }, async (request, reply) => {
    const opened = await open(request, page.role);
    if (!('visit' in opened)) return toSignIn(request, reply);
    return sendPage(reply, opened.visit, await showPage(page, opened.visit, request));
  });
  for (const [name, form] of Object.entries(page.forms ?? {})) {
    // The address of a refused form, opened anew.
    app.get(`${url}/${name}`, { schema: { hide: true } }, async (request, reply) =>
      reply.redirect(formlessPath(request), 303),
    );
    app.post(`${url}/${name}`, { schema: { hide: true } }, async (request, reply) => {
      const opened = await open(request, page.role);
      if (!('visit' in opened)) return toSignIn(request, reply);
      return takeForm({ page, name, form, visit: opened.visit }, request, reply);
    });
  }
}

async function toSignIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const back = request.method === 'GET' ? request.url : undefined;
  return reply.redirect(urlWith('/sign-in', { back }), 303);
}

async function showPage(
  page: PageDefinition,
  visit: Visit,
  { params, query }: FastifyRequest,
): ReturnType<PageDefinition['show']> {
  const asked = page.asks.safeParse({ ...textsIn(query), ...textsIn(params) });
  if (!asked.success)
    throw new RequestError(400, `${String(asked.error.issues[0]?.path[0] ?? '')} is not good`);
  return page.show(visit, asked.data);
}

interface TakenForm {
  page: PageDefinition;
  name: string;
  form: FormDefinition;
  visit: Visit;
}

/** A form that was done leads to its page, so that to load that again sends nothing. */
async function takeForm(
  { page, name, form, visit }: TakenForm,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  authorize(visit.principal, { role: form.role });
  const sent = readSentForm(request.body);
  const showAgain = async (status: number, refused: RefusedForm): Promise<FastifyReply> => {
    const again = { ...visit, path: formlessPath(request), refused };
    return sendPage(reply.code(status), again, await showPage(page, again, request));
  };
  const result = parseFields(form, sent, visit.say);
  if ('errors' in result) return showAgain(400, refusedForm(name, sent, { errors: result.errors }));
  let outcome: FormOutcome;
  try {
    const { id, name: of, role } = visit.principal;
    outcome = await form.run(visit, result.parsed, {
      account: visit.account?.id ?? '',
      key: sent.key,
      actor: { id, name: of, role },
      from: request.ip,
    });
  } catch (error) {
    const refusal = refusalIn(visit.say, error);
    if (refusal === undefined) throw error;
    const errors = { [form.refusedAt]: refusal };
    return showAgain(409, refusedForm(name, sent, { errors, error }));
  }
  if ('shown' in outcome) return sendPage(reply, visit, outcome.shown);
  const { account, key } = outcome.done;
  return reply.redirect(urlWith(formlessPath(request), { done: `${account}/${key}` }), 303);
}

/** The page's address, which its form's is below. */
function formlessPath({ url }: FastifyRequest): string {
  const path = url.split('?', 1)[0] ?? '/';
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
