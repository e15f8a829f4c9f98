import { resolveCharge } from '../client/commands/charges.js';
import type { Charge } from './chains.js';
import type { Stage } from './stage.js';
import { VendorBooks } from './vendor-books.js';

/** Long enough for whatever is on its way to a vendor to be on its books: longer than any delay. */
const quietMs = 8_000;

/** Looks a parked charge up on its vendor's books, once nothing of it can be on its way, and answers. */
export class Operator {
  readonly #stage: Stage;
  readonly #answering = new Map<string, Promise<void>>();
  readonly troubles: string[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  lookAt(charge: Charge): void {
    const { key, state, triedAt } = charge;
    if (state !== 'parked' || this.#answering.has(key)) return;
    if (triedAt !== undefined && Date.parse(triedAt) + quietMs > Date.now()) return;
    const answering = this.#answer(charge).catch((error: unknown) => {
      this.troubles.push(`${key}: the operator's answer: ${String(error)}`);
    });
    this.#answering.set(key, answering);
  }

  async rest(): Promise<void> {
    await Promise.all(this.#answering.values());
  }

  async #answer(charge: Charge): Promise<void> {
    const { key, provider, cloudAccount } = charge;
    const customer = this.#stage.customers.find(({ id }) => id === cloudAccount);
    const entries = new VendorBooks(this.#stage).of(charge, customer?.instance ?? '');
    const isBilled = entries.some(
      ({ units, state }) => state === 'accepted' && units === charge.units,
    );
    await resolveCharge(this.#stage.client, provider, {
      key,
      answer: isBilled ? 'applied' : 'not-applied',
      by: 'the fault test',
      reason: isBilled ? 'it is on the books' : 'it is not on the books',
    });
  }
}
