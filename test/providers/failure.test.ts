import { codeIn, codeOfError, ourConfiguration, withoutAnswer } from '../../providers/failure.js';

/** An error as Node's sockets throw it. */
function failed(code: string, syscall?: string): Error {
  return Object.assign(new Error(`${code} at http://vendor/?Metering=secret`), { code, syscall });
}

describe('a call without an answer', () => {
  it.each([
    ['ECONNREFUSED', 'connect'],
    ['ENOTFOUND', 'getaddrinfo'],
    ['EAI_AGAIN', 'getaddrinfo'],
  ])('%s of %s reached nobody', (code, syscall) => {
    expect(withoutAnswer('V', failed(code, syscall))).toEqual({
      kind: 'not-sent',
      reason: `V could not be reached (${code}).`,
      retryAfterSeconds: 30,
    });
  });

  it.each([
    ['ECONNRESET', 'read'],
    ['EPIPE', 'write'],
    ['ETIMEDOUT', 'connect'],
    ['ETIMEDOUT', 'read'],
    ['ECONNREFUSED', undefined],
    ['CERT_HAS_EXPIRED', undefined],
  ])('%s of %s may have reached the vendor', (code, syscall) => {
    expect(withoutAnswer('V', failed(code, syscall))).toEqual({
      kind: 'undecided',
      reason: `V gave no answer that decides this charge (${code}).`,
    });
  });

  it('each address of a name must have refused', () => {
    const refused = failed('ECONNREFUSED', 'connect');
    const all = new AggregateError([refused, refused]);
    expect(withoutAnswer('V', all)).toMatchObject({ kind: 'not-sent' });
    const one = new AggregateError([refused, failed('ETIMEDOUT', 'connect')]);
    expect(withoutAnswer('V', one)).toMatchObject({ kind: 'undecided' });
    expect(withoutAnswer('V', new AggregateError([]))).toMatchObject({ kind: 'undecided' });
  });

  it.each([[undefined], ['ECONNREFUSED'], [null], [new SyntaxError('secret')]])(
    'what is thrown may be anything: %s',
    (thrown) => {
      expect(withoutAnswer('V', thrown)).toMatchObject({ kind: 'undecided' });
    },
  );
});

it('a code is shown only where it can be nothing but a code', () => {
  expect(codeIn('MKT.0000')).toBe('MKT.0000');
  expect(codeIn('a sentence with secret=1')).toBe('no known code');
  expect(codeIn('x'.repeat(65))).toBe('no known code');
  expect(codeIn(undefined)).toBe('no known code');
  expect(codeOfError(new SyntaxError('Unexpected token < in secret'))).toBe('SyntaxError');
});

it('trouble of ours is tried again after five minutes', () => {
  expect(ourConfiguration('V', 'it has no key')).toEqual({
    kind: 'not-sent',
    reason: 'V cannot be used as configured: it has no key.',
    retryAfterSeconds: 300,
  });
});
