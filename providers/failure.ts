import type { SendOutcome } from './port.js';

type NotSent = Extract<SendOutcome, { kind: 'not-sent' }>;

/**
 * What a reason may show of a code that a vendor or a library wrote: never free text, which may hold
 * the request itself.
 */
export function codeIn(text: unknown): string {
  return typeof text === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(text) ? text : 'no known code';
}

/** Of an error without an answer: its code (ECONNRESET) or, without one, its name (SyntaxError). */
export function codeOfError(error: unknown): string {
  const [name, code] = [fieldOf(error, 'name'), fieldOf(error, 'code')];
  if (name === 'AbortError' || name === 'RequestTimeoutError') return 'time-out';
  if (typeof code === 'string') return codeIn(code);
  return name === 'TimeoutError' ? 'time-out' : codeIn(name);
}

/**
 * A call that ended without an answer. Only where no connection came about is it certain that the
 * vendor has nothing.
 */
export function withoutAnswer(vendor: string, error: unknown): SendOutcome {
  if (neverConnected(error))
    return {
      kind: 'not-sent',
      reason: `${vendor} could not be reached (${codeOfError(error)}).`,
      retryAfterSeconds: 30,
    };
  return unreadable(vendor, codeOfError(error));
}

export function unreadable(vendor: string, code: string): SendOutcome {
  return {
    kind: 'undecided',
    reason: `${vendor} gave no answer that decides this charge (${code}).`,
  };
}

const neverConnectedCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * An error of connecting, by the system call: a vendor's answer may carry any code. Where a name has
 * several addresses, an error for each.
 */
function neverConnected(error: unknown): boolean {
  const errors = fieldOf(error, 'errors');
  if (Array.isArray(errors))
    return errors.length > 0 && errors.every((each) => neverConnected(each));
  const [code, syscall] = [fieldOf(error, 'code'), fieldOf(error, 'syscall')];
  return (
    (syscall === 'connect' || syscall === 'getaddrinfo') &&
    typeof code === 'string' &&
    neverConnectedCodes.has(code)
  );
}

function fieldOf(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, name);
  return value;
}

/** Trouble that is ours to mend: no charge of this product fares better before it is mended. */
export function ourConfiguration(vendor: string, trouble: string): NotSent {
  return {
    kind: 'not-sent',
    reason: `${vendor} cannot be used as configured: ${trouble}.`,
    retryAfterSeconds: 300,
  };
}

export function throttled(vendor: string, code: string, retryAfterSeconds: number): NotSent {
  return {
    kind: 'not-sent',
    reason: `${vendor} takes no more calls at the moment (${code}).`,
    retryAfterSeconds,
  };
}
