import type { IncomingHttpHeaders } from 'node:http';
import type { Books } from './books.js';
import type { Subscribers } from './subscribers.js';

/** What every vendor's emulator works with. */
export interface VendorContext {
  books: Books;
  subscribers: Subscribers;
  /** By which windows and limits are judged. */
  now: () => Date;
  /** By which signatures and the requests of a second are judged. */
  wallClock: () => Date;
}

/** A request as it came in; signatures are over its very bytes. */
export interface ReceivedRequest {
  id: string;
  method: string;
  path: string;
  /** Without its question mark, not decoded. */
  query: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** The vendor says no. Its code is one of the vendor's own; each vendor turns it into its own answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** In place of the status that goes with the code. */
  readonly status: number | undefined;

  constructor(code: string, message = '', status?: number) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Whom a record of a request is about: what faults are matched by. */
export interface RecordName {
  instance: string;
  customer: string | undefined;
}

/** Records of a request that a fault takes out: they are not processed, or get this status. */
export interface Exceptions {
  leftOut: ReadonlySet<number>;
  status: string | undefined;
}

export const noExceptions: Exceptions = { leftOut: new Set(), status: undefined };

/** A request that has passed the vendor's gateway: its signature, its form, the limit of its rate. */
export interface Admitted {
  action: string;
  records: readonly RecordName[];
  /**
   * Judges and records by the vendor's rules. Done twice, it is a duplicate delivery behind the gateway.
   * @throws Refusal
   */
  perform(exceptions: Exceptions): Answer;
}

export interface VendorEmulator {
  /** Its codes for what every vendor has. */
  readonly codes: { readonly throttled: string; readonly internalError: string };
  /** @throws Refusal */
  admit(request: ReceivedRequest): Admitted;
  refused(refusal: Refusal, requestId: string): Answer;
  /** The answer to some other request: its echo is not what was asked. */
  wrongEcho(answer: Answer): Answer;
}
