import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { AmountError } from '../domain/money.js';
import { errorCodes, SettlementError } from '../domain/settlement-error.js';

/** RFC 9457: what went wrong, for people and for programs. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  /** What is wrong with which field of the request. */
  errors?: { field: string; message: string }[];
  requestId: string;
}

/** A refusal that no other part of the system knows: of the request itself. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: number;
  readonly field: string | undefined;

  constructor(status: number, message: string, field?: string) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/** The one place where an error becomes an answer; what nobody foresaw says nothing of itself. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, problemOf(error)));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, { status: 404, title: 'there is nothing at this address' }),
  );
}

/** What is said of an error, whatever form it is answered in. */
export type Said = Omit<Problem, 'type' | 'requestId'> & { code?: string; cause?: unknown };

async function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  { code = 'about:blank', cause, ...said }: Said,
): Promise<void> {
  if (said.status >= 500) request.log.error({ err: cause }, 'a request failed');
  const problem: Problem = { type: code, ...said, requestId: request.id };
  await reply
    .code(said.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem);
}

export function problemOf(error: unknown): Said {
  if (error instanceof SettlementError) {
    const status = errorCodes[error.code].httpStatus;
    return { status, title: error.message, code: error.code, cause: error };
  }
  if (error instanceof AmountError) return { status: 400, title: error.message, code: 'bad-input' };
  if (error instanceof RequestError) {
    const { status, field, message } = error;
    const errors = field === undefined ? {} : { errors: [{ field, message }] };
    return { status, title: message, ...errors };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message = 'is wrong' }) => ({
      field: [error.validationContext, ...instancePath.split('/').filter(Boolean)].join('.'),
      message,
    }));
    return { status: 400, title: 'the request is not as it should be', code: 'bad-input', errors };
  }
  const status = statusOf(error);
  return status < 500 && error instanceof Error
    ? { status, title: error.message }
    : { status: 500, title: 'something went wrong here', cause: error };
}

/** Of an error of fastify or its plugins: a body that is no JSON, or too large, or too many requests. */
function statusOf(error: unknown): number {
  const status =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
      ? error.statusCode
      : 500;
  return status >= 400 && status < 600 ? status : 500;
}
