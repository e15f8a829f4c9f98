import type { FastifyInstance } from 'fastify';
import { buildExpenseCenter, type ExpenseCenterOptions } from '../../expense-center/server.js';
import type { Role } from '../../ledger/documents.js';
import { httpRequest, type HttpAnswer } from './http-request.js';
import { newSecret } from './tokens.js';

/** Whoever has a token of the account `own`, or of none. */
export type Asker = Role | 'nobody';

export interface Asked {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: object;
  /** A new one where a write has none. */
  key?: string;
  headers?: Record<string, string>;
}

export interface Answered {
  status: number;
  headers: HttpAnswer['headers'];
  text: string;
  /** Empty where the answer is no JSON. */
  body: Record<string, unknown>;
}

/** The API on a server of its own, with a token of each role. */
export interface ExpenseCenterApp {
  app: FastifyInstance;
  origin: string;
  secrets: ReadonlyMap<Asker, string>;
  /** @param url below `/api/v1` */
  ask(asker: Asker, url: string, asked?: Asked): Promise<Answered>;
  stop(): Promise<void>;
}

export async function startExpenseCenter(options: ExpenseCenterOptions): Promise<ExpenseCenterApp> {
  const { ledger } = options;
  const app = await buildExpenseCenter({ requestsPerMinute: 1_000_000, ...options });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  const secrets = new Map<Asker, string>();
  for (const role of ['viewer', 'finance', 'owner'] as const)
    secrets.set(role, await newSecret(ledger, { account: 'own', role }));
  secrets.set('operator', await newSecret(ledger, { role: 'operator' }));
  let keys = 0;
  return {
    app,
    origin,
    secrets,
    async ask(asker, url, { method = 'GET', body, key, headers } = {}) {
      const secret = secrets.get(asker);
      const answer = await httpRequest(origin, {
        method,
        url: `/api/v1${url}`,
        headers: {
          ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
          ...(method === 'GET' ? {} : { 'idempotency-key': key ?? `key-${keys++}` }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      return answered(answer);
    },
    stop: async () => app.close(),
  };
}

export function answered({ statusCode: status, headers, body: text }: HttpAnswer): Answered {
  const isJson = /[/+]json/.test(headers['content-type'] ?? '');
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status, headers, text, body };
}
