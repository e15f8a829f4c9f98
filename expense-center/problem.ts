import { STATUS_CODES } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AmountError } from '../domain/money.js';
import { errorCodes, SettlementError, type ErrorCode } from '../domain/settlement-error.js';
import { isServerAway } from '../ledger/server-away.js';

/** RFC 9457: what went wrong, for people and for programs. */
export interface Problem {
  /** The address that says what the code means; `about:blank` where the status says it all. */
  type: string;
  title: string;
  status: number;
  /** What it is this time. */
  detail?: string;
  /** Of the one table of errors. */
  code?: ErrorCode;
  /** What is wrong with which field of the request. */
  errors?: FieldError[];
  requestId: string;
}

export interface FieldError {
  /** Where it stands and its name: `body.amount`, `headers.idempotency-key`. */
  field: string;
  message: string;
}

/** A refusal that no other part of the system knows: of the request itself. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const problemType = 'application/problem+json';
const problemsPath = '/api/problems';
const retryAfterSeconds = 2;

/** The one place where an error becomes an answer; what nobody foresaw says nothing of itself. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, problemOf(error)));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, { status: 404, detail: 'there is nothing at this address' }),
  );
}

/** What each code means, at the address that problems name as their type. */
export function addProblemPages(app: FastifyInstance): void {
  for (const [code, { title, httpStatus: status, retry }] of Object.entries(errorCodes))
    app.get(`${problemsPath}/${code}`, { schema: { hide: true } }, (_request, reply) =>
      reply.send({ code, title, status, retry }),
    );
}

/** What is said of an error, whatever form it is answered in. */
export interface Said {
  status: number;
  detail?: string;
  code?: ErrorCode;
  errors?: FieldError[];
  /** For the log alone. */
  cause?: unknown;
}

async function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  { cause, ...said }: Said,
): Promise<void> {
  const { status, code } = said;
  if (status >= 500) request.log.error({ err: cause }, 'a request failed');
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (status === 503) reply.header('retry-after', retryAfterSeconds);
  const problem: Problem = {
    type: code === undefined ? 'about:blank' : `${problemsPath}/${code}`,
    title: code === undefined ? (STATUS_CODES[status] ?? 'Error') : errorCodes[code].title,
    ...said,
    requestId: request.id,
  };
  await reply.code(status).type(problemType).serializer(JSON.stringify).send(problem);
}

export function problemOf(error: unknown): Said {
  if (error instanceof SettlementError) return ofCode(error.code, error, error.message);
  if (error instanceof AmountError) return ofCode('bad-input', error, error.message);
  if (isServerAway(error)) return ofCode('server-away', error, 'the database is away');
  if (error instanceof RequestError) return { status: error.status, detail: error.message };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message = 'is wrong' }) => ({
      field: [error.validationContext, ...instancePath.split('/').filter(Boolean)].join('.'),
      message,
    }));
    return { status: 400, code: 'bad-input', detail: 'see errors', errors };
  }
  const status = statusOf(error);
  return status < 500 && error instanceof Error
    ? { status, detail: error.message }
    : { status: 500, cause: error };
}

/** Of a broken invariant nothing is said but that it is one: its message is for the log. */
function ofCode(code: ErrorCode, cause: unknown, detail: string): Said {
  const { httpStatus: status } = errorCodes[code];
  return { status, code, cause, ...(status === 500 ? {} : { detail }) };
}

/** Of an error of fastify or its plugins: a body that is no JSON, or too large, or too many requests. */
function statusOf(error: unknown): number {
  const status =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
      ? error.statusCode
      : 500;
  return status >= 400 && status < 600 ? status : 500;
}
