import type { Random } from './random.js';

/**
 * Deals a fixed composition in a shuffled order, then shuffles it again. Where dice only make a
 * share likely, a deck keeps it, also in a sample of a few hundred accounts.
 */
export class Deck<T> {
  readonly #composition: readonly T[];
  readonly #random: Random;
  #left: T[] = [];

  /** @param composition what is in the deck, and how many times. */
  constructor(random: Random, composition: readonly (readonly [card: T, count: number])[]) {
    this.#random = random;
    this.#composition = composition.flatMap(([card, count]) =>
      Array.from({ length: count }, () => card),
    );
    if (this.#composition.length === 0) throw new RangeError('an empty deck');
  }

  deal(): T {
    if (this.#left.length === 0) this.#left = shuffled(this.#composition, this.#random);
    const card = this.#left.pop();
    if (card === undefined) throw new RangeError('a deck cannot hold undefined');
    return card;
  }
}

/** A new list of the same cards; each is drawn from those that are left. */
export function shuffled<T>(cards: readonly T[], random: Random): T[] {
  const left = [...cards];
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(random.below(left.length), 1));
  return drawn;
}
