import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Command } from '../ledger/commands/run-command.js';
import { authenticated, authorize } from './authenticate.js';
import { errorsOf } from './documented-errors.js';
import { isWrite, type Operation, type Services } from './operation.js';

const writeHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\w.:-]+$/, 'must be 1 to 128 of A-Z, a-z, 0-9, ".", "_", ":", "-"')
    .meta({ description: 'Made by the caller, the same for every try: the command happens once' }),
});

/** Puts an operation on the server: its schemas, its role, its key, its place in the OpenAPI document. */
export function addOperation(app: FastifyInstance, services: Services, one: Operation): void {
  const { method, url, tag, summary, role, path, query, body, answer } = one;
  const { answeredAs = ['application/json'] } = one;
  app.withTypeProvider<ZodTypeProvider>().route({
    method,
    url,
    schema: {
      operationId: operationId(one),
      tags: [tag],
      summary,
      description: `Role: ${role}, or one that may do more.`,
      security: [{ bearer: [] }],
      params: path,
      querystring: query ?? z.strictObject({}),
      ...(body ? { body } : {}),
      ...(isWrite(one) ? { headers: writeHeaders } : {}),
      response: {
        200: {
          description: 'Done',
          content: Object.fromEntries(answeredAs.map((type) => [type, { schema: answer }])),
        },
        ...errorsOf(one),
      },
    },
    // Before the body is read or anything else looked at: strangers learn nothing from what is refused.
    preParsing: async (request) => {
      authorize(authenticated(request), { role, account: accountIn(request.params) });
    },
    handler: async (request, reply) => {
      const call = {
        ...services,
        principal: authenticated(request),
        path: request.params,
        query: request.query,
        body: request.body ?? undefined,
        command: commandOf(request),
        reply,
      };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the operation's schemas have parsed it
      return one.run(call as Parameters<Operation['run']>[0]);
    },
  });
}

function commandOf(request: FastifyRequest): Command {
  const { id, name, role } = authenticated(request);
  const key = request.headers['idempotency-key'];
  return {
    account: accountIn(request.params) ?? '',
    key: typeof key === 'string' ? key : '',
    actor: { id, name, role },
    from: request.ip,
  };
}

function accountIn(params: unknown): string | undefined {
  return typeof params === 'object' &&
    params !== null &&
    'account' in params &&
    typeof params.account === 'string'
    ? params.account
    : undefined;
}

/** For those who make clients from the document: `getAccountsBillsExplanation`. */
export function operationId({ method, url }: Pick<Operation, 'method' | 'url'>): string {
  const words = url.split('/').filter(Boolean);
  const ending = words.at(-1)?.startsWith(':') ? ['one'] : [];
  const named = [...words.filter((word) => !word.startsWith(':')), ...ending];
  return [method.toLowerCase(), ...named.flatMap((word) => word.split('-')).map(capital)].join('');
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
