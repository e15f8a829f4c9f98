import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { ResolveCharge } from '../ledger/commands/resolve-charge.js';
import type { Command } from '../ledger/commands/run-command.js';
import type { Role } from '../ledger/documents.js';
import type { Ledger } from '../ledger/ledger-context.js';
import type { Principal } from './authenticate.js';

/** What operations work with. */
export interface Services {
  ledger: Ledger;
  resolveCharge?: ResolveCharge | undefined;
}

/** What an operation of the API gets to work with. */
export interface Call<Path, Query, Body> extends Services {
  principal: Principal;
  path: Path;
  query: Query;
  body: Body;
  /** For a write: about whose account, by whom, from where, and once. */
  command: Command;
  reply: FastifyReply;
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** One operation: all that there is to say of it, in one place. */
export interface Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodObject | undefined = z.ZodObject | undefined,
  Answer extends z.ZodType = z.ZodType,
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
  answer: Answer;
  /** In which forms it is answered; JSON without it. */
  answeredAs?: readonly string[];
  /** What it answers; a stream is sent on as it comes. */
  run(call: Call<Parsed<Path>, Parsed<Query>, Parsed<Body>>): Promise<z.input<Answer> | Readable>;
}

/** Its types checked where it is written; afterwards all operations are alike. */
export function operation<
  Path extends z.ZodObject,
  Answer extends z.ZodType,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodObject | undefined = undefined,
>(one: Operation<Path, Query, Body, Answer>): Operation {
  return one;
}

export function isWrite({ method, writesNothing }: Operation): boolean {
  return method !== 'GET' && writesNothing !== true;
}
