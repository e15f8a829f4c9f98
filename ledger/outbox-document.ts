import type { Instant } from '../domain/instant.js';
import type { Message } from '../domain/message.js';

/**
 * A message that was decided in the transaction that stored it, and what has become of it. It is sent
 * after the commit, at least once; its id is the same every time.
 */
export interface OutboxDocument {
  /** `msg_…`, made of `account` and `key`. */
  _id: string;
  account: string;
  /** What it is about: the same one twice is one message. */
  key: string;
  message: Message;
  at: Instant;
  /**
   * `waiting` while something of it may still be sent; `failed` when a delivery was given up or
   * refused; `overtaken` where it was no longer true before it was sent; `nobody`
   * where nobody is to be told: no mail address or server, no webhook is known.
   */
  state: 'waiting' | 'sent' | 'failed' | 'overtaken' | 'nobody';
  /** When the next try is due; while it is `waiting`. */
  nextAt?: Instant;
  /** Empty until the first try, which finds out who is to be told. */
  deliveries: DeliveryDocument[];
}

export interface DeliveryDocument {
  channel: 'mail' | 'webhook';
  /** The mail address or the webhook's URL. */
  to: string;
  state: 'waiting' | 'sent' | 'refused' | 'given-up';
  /** Tries that failed. */
  attempts: number;
  triedAt?: Instant;
  nextAt?: Instant;
  /** Of the last try: the server's answer or what went wrong. */
  answer?: string;
}
