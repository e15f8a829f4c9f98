import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Role } from '../ledger/documents.js';
import type { Ledger } from '../ledger/ledger-context.js';
import type { Command } from '../ledger/commands/run-command.js';
import { authenticate, authorize, type Principal } from './authenticate.js';
import { RequestError } from './problem.js';

/** What an operation of the API gets to work with. */
export interface Call<Path, Query, Body> {
  ledger: Ledger;
  principal: Principal;
  path: Path;
  query: Query;
  body: Body;
  /** For a write about an account: whose it is, and once. */
  command: Command;
  reply: FastifyReply;
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** One operation: all that there is to say of it, in one place. */
export interface Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodObject | undefined = z.ZodObject | undefined,
> {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  tag: string;
  summary: string;
  /** The least that whoever asks must be. */
  role: Role;
  /** Of a POST that only asks. */
  writesNothing?: true;
  path: Path;
  query?: Query;
  body?: Body;
  run(call: Call<Parsed<Path>, Parsed<Query>, Parsed<Body>>): Promise<unknown>;
}

/** Its types checked where it is written; afterwards all operations are alike. */
export function operation<
  Path extends z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodObject | undefined = undefined,
>(one: Operation<Path, Query, Body>): Operation {
  return one;
}

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
});

const idempotencyKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w.:-]+$/, 'must be 1 to 128 of A-Z, a-z, 0-9, ".", "_", ":", "-"');

const writeHeaders = z.object({
  'idempotency-key': idempotencyKey.meta({
    description: 'Made by the caller, the same for every try: the command happens once',
  }),
});

/** Puts an operation on the server: its schemas, its role, its key, its place in the OpenAPI document. */
export function addOperation(app: FastifyInstance, ledger: Ledger, one: Operation): void {
  const isWrite = one.method !== 'GET' && !one.writesNothing;
  app.withTypeProvider<ZodTypeProvider>().route({
    method: one.method,
    url: one.url,
    schema: {
      tags: [one.tag],
      summary: one.summary,
      description: `Role: ${one.role}.`,
      security: [{ bearer: [] }],
      params: one.path,
      querystring: one.query ?? z.strictObject({}),
      ...(one.body ? { body: one.body } : {}),
      ...(isWrite ? { headers: writeHeaders } : {}),
      response: {
        200: z.unknown(),
        ...Object.fromEntries([400, 401, 403, 404, 409, 429].map((status) => [status, problem])),
      },
    },
    // Before anything of the request is looked at: strangers learn nothing from what is refused.
    onRequest: async (request) => {
      const principal = await authenticate(ledger, request);
      const account = accountIn(request.params);
      authorize(principal, { role: one.role, account });
      request.principal = principal;
    },
    handler: async (request, reply) => {
      const { principal, params, query, body, headers, ip } = request;
      if (!principal) throw new RequestError(401, 'a valid bearer token is needed');
      const { id, name, role } = principal;
      const key = headers['idempotency-key'];
      const command: Command = {
        account: accountIn(params) ?? '',
        key: typeof key === 'string' ? key : '',
        actor: { id, name, role },
        from: ip,
      };
      const call = {
        ledger,
        principal,
        path: params,
        query,
        body: body ?? undefined,
        command,
        reply,
      };
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the operation's schemas have parsed it
      return one.run(call as Parameters<Operation['run']>[0]);
    },
  });
}

function accountIn(params: unknown): string | undefined {
  return typeof params === 'object' &&
    params !== null &&
    'account' in params &&
    typeof params.account === 'string'
    ? params.account
    : undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}
