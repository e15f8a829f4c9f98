import { EventEmitter, once } from 'node:events';
import type { ClientSession, MongoClient } from 'mongodb';
import type { Ledger } from '../../ledger/ledger-context.js';

/** A ledger whose first transaction stands still where a test wants it to. */
export interface HeldLedger {
  ledger: Ledger;
  /** Until the transaction has come to that place. */
  reached: Promise<void>;
  release(): void;
}

/**
 * Holds the first transaction of a real ledger: before it begins, or when all is written and only the
 * commit is left to be sent. Later ones, and its own second try, are not held.
 */
export function holdTransaction(ledger: Ledger, place: 'begin' | 'commit'): HeldLedger {
  const [reached, released] = [newGate(), newGate()];
  const hold = async (): Promise<void> => {
    reached.open();
    await released.opened;
  };
  const client = clientWith(ledger.client, async (session) => {
    if (place === 'begin') return hold();
    const commit = session.commitTransaction.bind(session);
    session.commitTransaction = async (options) => {
      await hold();
      return commit(options);
    };
  });
  return { ledger: { ...ledger, client }, reached: reached.opened, release: released.open };
}

function newGate(): { opened: Promise<void>; open: () => void } {
  const gate = new EventEmitter();
  const opened = once(gate, 'open').then(() => undefined);
  return { opened, open: () => void gate.emit('open') };
}

/** Counts the tries of a ledger's transactions that were given up because they met another. */
export function countRefusals(ledger: Ledger): { ledger: Ledger; refusals: () => number } {
  let count = 0;
  const client = clientWith(ledger.client, async (session) => {
    const abort = session.abortTransaction.bind(session);
    session.abortTransaction = async (options) => {
      count++;
      return abort(options);
    };
  });
  return { ledger: { ...ledger, client }, refusals: () => count };
}

/** The same client, which does `first` with every session that it gives out. */
function clientWith(
  client: MongoClient,
  first: (session: ClientSession) => Promise<void>,
): MongoClient {
  const withSession = <T>(work: (session: ClientSession) => Promise<T>): Promise<T> =>
    client.withSession(async (session) => {
      await first(session);
      return work(session);
    });
  // Its databases are the client's own: a session and a database have to agree on whose they are.
  return Object.assign(Object.create(client) as MongoClient, {
    withSession,
    db: client.db.bind(client),
  });
}
