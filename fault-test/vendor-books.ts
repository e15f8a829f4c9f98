import type { BookEntry } from '../emulators/books.js';
import type { Charge } from './chains.js';
import type { Stage } from './stage.js';

/** What the vendors' books say, by what they know a charge by: the instance and the hour. */
export class VendorBooks {
  readonly #entries = new Map<string, BookEntry[]>();
  readonly all: readonly BookEntry[];

  constructor({ emulators: { books } }: Pick<Stage, 'emulators'>) {
    this.all = Object.values(books).flatMap((each) => each.entries());
    for (const entry of this.all) {
      const key = placeOf(entry.instance, entry.from);
      this.#entries.set(key, [...(this.#entries.get(key) ?? []), entry]);
    }
  }

  /** Of this charge's hour; there should be one at most. */
  of({ slot }: Charge, instance: string): readonly BookEntry[] {
    return slot ? (this.#entries.get(placeOf(instance, slot.hour)) ?? []) : [];
  }
}

function placeOf(instance: string, hour: string): string {
  return `${instance} ${Date.parse(hour)}`;
}
