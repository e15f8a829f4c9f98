/**
 * Every error of ours has a code; what follows from it stands in this table and nowhere else.
 * `retry`: whether the same call may succeed later without anybody's doing.
 * `title`: what it is in general; the message of an error says what it is this time.
 */
export const errorCodes = {
  'server-away': {
    retry: true,
    httpStatus: 503,
    title: 'A server is away or busy; try again',
  },
  'account-trouble': {
    retry: false,
    httpStatus: 409,
    title: 'The data of an account is in trouble',
  },
  'broken-invariant': {
    retry: false,
    httpStatus: 500,
    title: 'Something went wrong here',
  },
  'other-content': {
    retry: false,
    httpStatus: 409,
    title: 'The key or identity stands for other content',
  },
  'bad-input': {
    retry: false,
    httpStatus: 400,
    title: 'What was asked for is not well formed',
  },
  'not-found': {
    retry: false,
    httpStatus: 404,
    title: 'There is no such thing',
  },
  refused: {
    retry: false,
    httpStatus: 409,
    title: 'The rules do not allow it',
  },
  'wrong-code': {
    retry: false,
    httpStatus: 409,
    title: 'The code brings nothing',
  },
  'day-not-over': {
    retry: false,
    httpStatus: 400,
    title: 'The day is not over',
  },
} as const;

export type ErrorCode = keyof typeof errorCodes;

export interface AccountTrouble {
  account: string;
  reason: string;
}

export class SettlementError extends Error {
  override readonly name = 'SettlementError';
  readonly code: ErrorCode;
  /** The accounts whose own data is the trouble; the others may go on without them. */
  readonly accounts: readonly AccountTrouble[];

  constructor(code: ErrorCode, message: string, accounts: readonly AccountTrouble[] = []) {
    super(message);
    this.code = code;
    this.accounts = accounts;
  }
}

export function accountTrouble(account: string, reason: string): SettlementError {
  return new SettlementError('account-trouble', `account ${account}: ${reason}`, [
    { account, reason },
  ]);
}

/** Throws loudly when what must always hold does not. */
export function invariant(holds: boolean, message: string): asserts holds {
  if (!holds) throw new SettlementError('broken-invariant', message);
}

/** An invariant of one account's data: its trouble is that account's alone. */
export function accountInvariant(holds: boolean, account: string, reason: string): asserts holds {
  if (!holds) throw accountTrouble(account, reason);
}
