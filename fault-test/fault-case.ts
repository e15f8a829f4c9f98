import type { FaultOrder } from '../emulators/fault-schema.js';
import type { Customer } from './customers.js';
import type { MomentName } from './moments.js';
import type { ProductName } from './products.js';

/** How a charge can end, whoever's word it took. */
export type Ending =
  /** The vendor bills it, or has taken it to judge it out of sight. */
  | 'accepted'
  | 'provisional'
  /** Parked, and an operator found it on the vendor's books. */
  | 'found by operator'
  /** Parked, and an operator did not: another charge, with an hour of its own, takes its place. */
  | 'replaced'
  | 'replaced, accepted'
  | 'replaced, provisional'
  /** Cloud arrears. */
  | 'refused'
  /** No charge came about: the settlement waits for an operator. */
  | 'settlement parked';

/** A product's ending, however it goes on from there; where its customers end apart, one each. */
export type Expected = Ending | readonly Ending[];

/** What a vendor does behind its gateway, out of everybody's sight. */
export type OutOfSight = 'processed-twice' | 'rejected-later';

/** One thing that goes wrong, in one cycle of these products. */
export interface FaultCase {
  name: string;
  what: string;
  endings: Partial<Record<ProductName, Expected>>;
  orders: (customers: readonly Customer[]) => FaultOrder[];
  /** The vendors are as they should be again once every charge was tried. */
  until?: 'tried';
  /** In place of orders: nobody listens at the vendors' addresses. */
  vendorsAway?: true;
  /** Strikes the worker down, and a healthy one follows. */
  kill?: MomentName | 'when-recorded';
  /** How many records 'when-recorded' waits for; without it one of every customer. */
  recorded?: number;
  /** Stops the worker, and lets it go on when another one has done its work. */
  stop?: MomentName;
  /** In place of `requestTimeoutMs`. */
  timeoutMs?: number;
  customersOfEach?: number;
  amount?: string;
  subscribed?: false;
  outOfSight?: Partial<Record<ProductName, OutOfSight>>;
}
