import { z } from 'zod';
import { errorCodes } from '../domain/settlement-error.js';
import { isWrite, type Operation } from './operation.js';
import { problemType, type Problem } from './problem.js';

const example: Problem = {
  type: '/api/problems/bad-input',
  title: errorCodes['bad-input'].title,
  status: 400,
  code: 'bad-input',
  detail: 'see errors',
  errors: [{ field: 'body.amount', message: 'must be a decimal number like "12.50"' }],
  requestId: '878fe5bf-690d-454c-a04c-b03f9134c205',
};

const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z
      .enum(Object.keys(errorCodes))
      .optional()
      .meta({ description: 'What programs tell problems apart by' }),
    errors: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'What is wrong with which field of the request' }),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457)', examples: [example] });

const meanings = {
  400: 'A field is missing or wrong: `errors` names it',
  401: 'The token is good for nothing',
  403: 'The token’s role may not do this',
  404: 'There is no such thing, or it is somebody else’s',
  409: 'The rules do not allow it, or the key stands for another command',
  413: 'The body is above 64 kB',
  415: 'The body is no JSON',
  429: 'Too many requests within a minute: `Retry-After` says how long to wait',
  500: 'Something went wrong here',
  503: 'A server is away or busy: try again, with the same key',
} as const;

type Status = keyof typeof meanings;

interface DocumentedError {
  description: string;
  content: Record<string, { schema: z.ZodType }>;
}

/** With what an operation may be refused. */
export function errorsOf(one: Operation): Record<string, DocumentedError> {
  const hasPlace = Object.keys(one.path.shape).length > 0;
  return documentedErrors([
    400,
    401,
    ...(one.role === 'viewer' ? [] : ([403] as const)),
    ...(hasPlace || isWrite(one) ? ([404] as const) : []),
    ...(isWrite(one) ? ([409] as const) : []),
    ...(one.body ? ([413, 415] as const) : []),
    429,
    500,
    503,
  ]);
}

export function documentedErrors(statuses: readonly Status[]): Record<string, DocumentedError> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: meanings[status], content: { [problemType]: { schema: problem } } },
    ]),
  );
}
